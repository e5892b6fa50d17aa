import type { Problem } from '../core/error.ts'
import { childOf, entriesOf, entryOf, textOf, type YamlEntry, type YamlNode } from '../yaml/yaml-document.ts'
import type { Identity, IdentityKey } from './policy.ts'
import { readColumnName, readTableName } from './read-names.ts'

/** Used where the policy does not say which locale an identity has. */
const usualLocale = 'en'

/** Reads `identities:`, which has been held against the schema. */
export function readIdentities(
  root: YamlNode,
  taken: ReadonlySet<string>,
  problems: Problem[],
): ReadonlyMap<string, Identity> {
  const identities = new Map<string, Identity>()
  for (const entry of entriesOf(childOf(root, 'identities'))) {
    if (nameIsWrong(entry, taken, problems)) continue
    const home = childOf(entry.value, 'number')
    const name = home && readColumnName(textOf(home) ?? '', home.place, problems)
    if (name === undefined) continue
    const keys = entriesOf(childOf(entry.value, 'keys')).flatMap((key) => readKey(key, problems))
    const locale = readLocale(entry.value)
    identities.set(entry.key, { name: entry.key, place: entry.keyPlace, home: name, locale, keys })
  }
  return identities
}

function nameIsWrong({ key, keyPlace }: YamlEntry, taken: ReadonlySet<string>, problems: Problem[]): boolean {
  const shown = key.slice(0, 60)
  if (taken.has(key)) {
    const message = `an identity cannot be called "${shown}", which is the name of a strategy`
    problems.push({ code: 'policy.identity-name', message, place: keyPlace, remedy: 'Give it another name.' })
    return true
  }
  if (/^[A-Za-z][\w-]*$/.test(key)) return false
  const message = `"${shown}" cannot name an identity, expected a letter, then letters, digits, _ and -`
  problems.push({ code: 'policy.identity-name', message, place: keyPlace })
  return true
}

function readLocale(node: YamlNode): Identity['locale'] {
  const locale = childOf(node, 'locale')
  const place = locale?.place ?? node.place
  const from = childOf(locale, 'from')
  const fallback = textOf(locale) ?? textOf(childOf(locale, 'default')) ?? usualLocale
  const column = textOf(from)
  if (from === undefined || column === undefined) return { default: fallback, place }
  return { from: { column, place: from.place }, default: fallback, place }
}

function readKey({ key, keyPlace, value }: YamlEntry, problems: Problem[]): IdentityKey[] {
  const table = readTableName(key, keyPlace, problems)
  if (table === undefined) return []
  const column = textOf(value) ?? textOf(childOf(value, 'column')) ?? ''
  const place = entryOf(value, 'column')?.value.place ?? value.place
  const target = childOf(value, 'through')
  if (target === undefined) return [{ table, column, place }]
  const through = readColumnName(textOf(target) ?? '', target.place, problems)
  return through === undefined ? [] : [{ table, column, through, place }]
}
