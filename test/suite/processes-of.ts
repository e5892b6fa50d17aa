import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'

/**
 * The processes, other than this one, that work in a directory, or name it in their command or their environment, with the
 * ports that they listen on. Nothing where there is no `/proc`.
 */
export function processesOf(directory: string): string[] {
  if (!existsSync('/proc/self')) return []
  const found = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
  return found
    .filter((pid) => isOf(pid, directory))
    .map((pid) => {
      const command = contentOf(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim()
      const ports = listeningPorts(pid)
      return `process ${pid}: ${command}${ports.length > 0 ? `, listening on ${ports.join(', ')}` : ''}`
    })
}

/** What processes have in their memory. */
export function mappedFiles(): string {
  const found = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return found.map((pid) => contentOf(`/proc/${pid}/maps`)).join('')
}

function isOf(pid: string, directory: string): boolean {
  const said = [linkOf(`/proc/${pid}/cwd`), contentOf(`/proc/${pid}/cmdline`), contentOf(`/proc/${pid}/environ`)]
  return said.some((text) => text.includes(directory))
}

function listeningPorts(pid: string): number[] {
  const sockets = namesIn(`/proc/${pid}/fd`).map((name) => linkOf(`/proc/${pid}/fd/${name}`))
  return ['tcp', 'tcp6']
    .flatMap((protocol) => contentOf(`/proc/${pid}/net/${protocol}`).split('\n'))
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , , state, , , , , , inode]) => state === '0A' && sockets.includes(`socket:[${inode}]`))
    .map(([, local = '']) => Number.parseInt(local.split(':')[1] ?? '', 16))
}

/* A process may end while it is looked at. */

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

function linkOf(file: string): string {
  try {
    return readlinkSync(file)
  } catch {
    return ''
  }
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory)
  } catch {
    return []
  }
}
