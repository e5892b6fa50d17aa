import fc from 'fast-check'
import { expect, test } from 'vitest'
import { coversPath, formatPath, type Path, type PathSegment, parsePath } from '../../src/core/treatment/path.ts'
import { decidingField } from '../../src/policy/match-paths.ts'
import { planned } from './planned.ts'
import { store, table, text } from './tables.ts'

/*
 * Silence is a refusal: whatever a policy says and whatever a store holds, each column and path has exactly one treatment
 * or is reported.
 */

const name = fc.oneof(
  fc.constantFrom('id', 'name', 'e-mail', 'keep', 'null', 'a.b', '*', '*x', '"q"', 'q'),
  fc.string({ minLength: 1 }),
)
const names = fc.uniqueArray(name, { minLength: 1, maxLength: 8 })

test('every column has a treatment, or is reported', () => {
  fc.assert(
    fc.property(names, fc.infiniteStream(fc.boolean()), fc.boolean(), (columns, chosen, withRest) => {
      const schemas = new Map([
        ['erp', store('postgres', table('t', Object.fromEntries(columns.map((c) => [`${c}?`, text]))))],
      ])
      const actual = schemas.get('erp')?.tables[0]?.columns.map((column) => column.name) ?? []
      const ruled = actual.filter(() => chosen.next().value)
      const rules = Object.fromEntries(ruled.map((column) => [column === '*' ? '"*"' : column, 'redact']))
      const policy = { version: 1, columns: { 'erp.t': withRest ? { ...rules, '*': 'keep' } : rules } }
      const { plan, uncovered, problems } = planned(JSON.stringify(policy), schemas)
      expect(problems).toEqual([])
      const treated = plan.systems.get('erp')?.get('t')?.fields ?? []
      const expected = withRest ? actual : ruled
      expect(treated.map((field) => field.name)).toEqual(actual.filter((column) => expected.includes(column)))
      for (const field of treated) expect(field.treatment.strategy).toBe(ruled.includes(field.name) ? 'redact' : 'keep')
      expect(uncovered).toHaveLength(expected.length === actual.length ? 0 : 1)
      for (const column of actual.filter((one) => !expected.includes(one)))
        expect(uncovered[0]?.message).toContain(column)
    }),
  )
})

const key = fc.constantFrom('a', 'b', 'c.d').map((one): PathSegment => ({ kind: 'key', name: one }))
const elements = fc.constant<PathSegment>({ kind: 'elements' })
const any = fc.constant<PathSegment>({ kind: 'any' })
const pathOf = (...kinds: fc.Arbitrary<PathSegment>[]): fc.Arbitrary<string> =>
  fc
    .tuple(fc.oneof(...kinds.slice(0, -1)), fc.array(fc.oneof(...kinds), { maxLength: 3 }))
    .map(([first, rest]) => formatPath([first, ...rest]))
const paths = fc.uniqueArray(pathOf(key, elements), { minLength: 1, maxLength: 6 })
const patterns = fc.uniqueArray(pathOf(key, any, elements), { maxLength: 5 })
const strategy = fc.constantFrom('keep', 'redact', 'token')

test('every path has a treatment, that of the most specific rule, or is reported', () => {
  fc.assert(
    fc.property(paths, patterns, fc.infiniteStream(strategy), (documents, rules, drawn) => {
      const columns = Object.fromEntries(documents.map((path) => [`${path}?`, text]))
      const schemas = new Map([['pim', store('mongodb', table('t', columns))]])
      const said = Object.fromEntries(rules.map((rule) => [rule, drawn.next().value]))
      const { plan, uncovered } = planned(JSON.stringify({ version: 1, columns: { 'pim.t': said } }), schemas)
      const fields = plan.systems.get('pim')?.get('t')?.fields ?? []
      const reported = uncovered.map(({ message }) => `${message.replace(/^.*: /, '')}, `).join('')
      for (const document of documents) {
        const path = parsePath(document) as Path
        const decided = fields[decidingField(path, fields)]
        const holdsOthers = documents.some((other) => other !== document && coversPath(path, parsePath(other) as Path))
        if (decided === undefined) {
          expect(holdsOthers || reported.includes(`${document}, `)).toBe(true)
        } else {
          expect(decided.treatment.strategy).toBe(said[decided.name])
          expect(coversPath(parsePath(decided.name) as Path, path)).toBe(true)
          if (said[document] !== undefined) expect(decided.name).toBe(document)
        }
      }
    }),
  )
})
