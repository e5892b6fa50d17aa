import { readFileSync, statSync } from 'node:fs'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { codeOf } from '../../core/error.ts'
import { textOf, type YamlNode } from '../../yaml/yaml-document.ts'
import { type Reading, report } from './reading.ts'

const largest = 10_000_000

/** A file that is named in another one. */
export interface AdjacentFile {
  /** As messages name it: as short as the name of the file that it is named in. */
  file: string
  /** Absolute. */
  path: string
}

/** Finds a file by its path from the folder of the file that is being read. One that is not there is reported. */
export function adjacentFile(node: YamlNode | undefined, reading: Reading): AdjacentFile | undefined {
  const name = textOf(node)
  if (node === undefined || name === undefined) return undefined
  const { origin } = reading
  const found = {
    file: isAbsolute(name) ? name : join(dirname(origin.file), name),
    path: resolve(dirname(origin.path), name),
  }
  const objection = objectionTo(found.path)
  if (objection === undefined) return found
  report(
    reading,
    'no-such-file',
    `${objection}: ${found.file.slice(0, 200)}`,
    node.place,
    'The path is read from the folder of this file.',
  )
  return undefined
}

function objectionTo(path: string): string | undefined {
  try {
    const { size, isFile } = ((stat) => ({ size: stat.size, isFile: stat.isFile() }))(statSync(path))
    if (!isFile) return 'this is no file'
    return size > largest ? `the file is larger than ${largest / 1_000_000} MB` : undefined
  } catch (thrown) {
    const code = codeOf(thrown)
    return code === 'ENOENT' || code === 'ENOTDIR' ? 'there is no file' : `cannot read the file (${String(code)})`
  }
}

/** Its text; what cannot be read is reported. */
export function adjacentText(
  node: YamlNode | undefined,
  reading: Reading,
): (AdjacentFile & { text: string }) | undefined {
  const found = adjacentFile(node, reading)
  if (found === undefined || node === undefined) return undefined
  try {
    return { ...found, text: readFileSync(found.path, 'utf8') }
  } catch (thrown) {
    report(reading, 'unreadable-file', `cannot read the file (${String(codeOf(thrown))}): ${found.file}`, node.place)
    return undefined
  }
}
