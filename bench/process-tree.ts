import { readdirSync, readFileSync } from 'node:fs'

/**
 * The memory of a process and all its descendants together, in bytes: proportional set size, so that pages that several
 * processes share count once. Linux only; 0 elsewhere.
 */
export function treeMemory(root: number): number {
  let total = 0
  for (const pid of descendants(root)) total += proportionalSetSize(pid)
  return total
}

function descendants(root: number): Set<number> {
  const parents = new Map<number, number>()
  for (const name of listProcesses()) {
    const stat = readOr(`/proc/${name}/stat`, '')
    // The command in brackets may hold blanks; the parent is the second field after it.
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
    if (Number.isInteger(parent)) parents.set(Number(name), parent)
  }
  const found = new Set([root])
  for (let grown = true; grown; ) {
    grown = false
    for (const [pid, parent] of parents) {
      if (found.has(parent) && !found.has(pid)) {
        found.add(pid)
        grown = true
      }
    }
  }
  return found
}

function listProcesses(): string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  } catch {
    return []
  }
}

function proportionalSetSize(pid: number): number {
  const kilobytes = /^Pss:\s+(\d+) kB$/m.exec(readOr(`/proc/${pid}/smaps_rollup`, ''))?.[1]
  return Number(kilobytes ?? 0) * 1024
}

function readOr(path: string, otherwise: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return otherwise
  }
}
