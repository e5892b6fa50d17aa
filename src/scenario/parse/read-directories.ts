import type { Problem } from '../../core/error.ts'
import { itemsOf, textOf, type YamlNode } from '../../yaml/yaml-document.ts'

/** The directories that a file declares, by plain names. */
export function readDirectories(node: YamlNode | undefined): { names: string[]; problems: Problem[] } {
  const names: string[] = []
  const problems: Problem[] = []
  for (const item of itemsOf(node)) {
    const name = textOf(item)
    if (name === undefined) continue
    if (/^[A-Za-z0-9_][A-Za-z0-9._-]{0,99}$/.test(name)) names.push(name)
    else
      problems.push({
        code: 'scenario.directory',
        message: 'expected the plain name of a directory: letters, digits, ".", "-" and "_"',
        place: item.place,
      })
  }
  return { names, problems }
}
