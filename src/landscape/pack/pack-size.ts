import { type Problem, usageError } from '../../core/error.ts'
import { suggestion } from '../../core/nearest.ts'
import { childOf, entriesOf, jsonOf, type YamlMapping } from '../../yaml/yaml-document.ts'

/** The size that a pack is loaded in. Without sizes, there are no numbers either. */
export interface PackSize {
  size?: string
  numbers: Readonly<Record<string, number>>
}

/** Settings of PostgreSQL bear these names. */
const settingName = /^[a-z][a-z0-9_]{0,39}$/

/** Names of numbers that scripts could not read. */
export function numberNameProblems(root: YamlMapping): Problem[] {
  return entriesOf(childOf(root, 'sizes'))
    .flatMap(({ value }) => entriesOf(value))
    .filter(({ key }) => !settingName.test(key))
    .map(({ keyPlace }) => ({
      code: 'pack.number-name',
      message: 'expected the name of a number in small letters, digits and _, a letter first',
      place: keyPlace,
    }))
}

/** The size of this name, or the first one. Throws `pack.unknown-size`. */
export function chooseSize(root: YamlMapping, pack: string, wanted: string | undefined): PackSize {
  const sizes = entriesOf(childOf(root, 'sizes'))
  const chosen = wanted === undefined ? sizes[0] : sizes.find(({ key }) => key === wanted)
  if (chosen !== undefined) return { size: chosen.key, numbers: jsonOf(chosen.value) as Record<string, number> }
  if (wanted === undefined) return { numbers: {} }
  const names = sizes.map(({ key }) => key)
  throw usageError({
    code: 'pack.unknown-size',
    message:
      names.length === 0
        ? `the pack "${pack}" has one size only`
        : `the pack "${pack}" has no size "${wanted.slice(0, 60)}"; ${suggestion(wanted.slice(0, 60), names)}`,
    remedy: names.length === 0 ? `name it without a size: ${pack}` : `name one of them: ${pack}:${names[0]}`,
  })
}
