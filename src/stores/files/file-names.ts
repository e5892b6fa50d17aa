const longestName = 120

/**
 * Names of directories for tables: their own where every file system can hold them, else with other characters replaced.
 * Names that would meet on a file system that does not tell cases apart get a number. Depends on the set of names alone.
 */
export function directoryNames(tables: Iterable<string>): ReadonlyMap<string, string> {
  const taken = new Set<string>()
  const names = new Map<string, string>()
  for (const table of [...tables].sort()) {
    const plain = plainName(table)
    let name = plain
    for (let number = 2; taken.has(name.toLowerCase()); number += 1) name = `${plain}~${number}`
    taken.add(name.toLowerCase())
    names.set(table, name)
  }
  return names
}

/** Letters and digits of any script, with `_`, `-` and inner dots. */
function plainName(table: string): string {
  const plain = table.normalize('NFC').replace(/[^\p{L}\p{N}._-]/gu, '_')
  return (
    [...plain]
      .slice(0, longestName / 2)
      .join('')
      .replace(/^\.|\.$/g, '_') || '_'
  )
}

const extensions: Readonly<Record<string, string>> = { 'copy-binary': 'copy', 'copy-text': 'txt', bson: 'bson' }

/** The file of one chunk, below its system's directory. */
export function chunkFileName(directory: string, id: string, table: string, encoding: string): string {
  const own = id.startsWith(`${table}/`) ? id.slice(table.length + 1) : id
  return `${directory}/${own.replace(/[^\w-]/g, '_')}.${extensions[encoding] ?? 'data'}.gz`
}
