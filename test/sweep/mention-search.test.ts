import { expect, test } from 'vitest'
import type { PeopleSearch } from '../../src/core/people-search.ts'
import { searchBuilder } from '../../src/sweep/mention-search.ts'
import type { PersonalKind } from '../../src/sweep/spellings.ts'

function search(people: readonly [PersonalKind, string][], made: readonly string[] = []): PeopleSearch {
  const builder = searchBuilder(7)
  for (const [kind, value] of people) builder.seek(kind, value)
  for (const text of made) builder.allow(text)
  return builder.search()
}

const people: [PersonalKind, string][] = [
  ['name', 'Jörg Köttgen'],
  ['surname', 'Köttgen'],
  ['name', 'Иванов Пётр Сергеевич'],
  ['email', 'j.koettgen@post.example'],
  ['phone', '+49 30 2312 5001'],
  ['iban', 'DE89 3704 0044 0532 0130 00'],
  ['taxNumber', 'RSSMRA85T10A562S'],
  ['street', 'Ahornweg 12'],
  ['company', 'Blütenhof GmbH'],
]

test.each<[text: string, kind: PersonalKind, match: string]>([
  ['Jörg Köttgen', 'name', 'exact'],
  [' JOERG KOETTGEN ', 'name', 'normalized'],
  ['Köttgen, Jörg', 'name', 'normalized'],
  ['label_koettgen-1985.pdf', 'surname', 'within'],
  ['Paket an Herrn Köttgen', 'surname', 'within'],
  ['Petr Sergeevich Ivanov', 'name', 'normalized'],
  ['J.Koettgen@POST.example', 'email', 'normalized'],
  ['https://x.example/?to=j.k%C3%B6ttgen%40post.example&a=1', 'email', 'within'],
  ['004930 23125001', 'phone', 'normalized'],
  ['call 030/2312-5001 today', 'phone', 'within'],
  ['DE89370400440532013000', 'iban', 'normalized'],
  ['IBAN: de89 3704 0044 0532 0130 00.', 'iban', 'within'],
  ['rss mra 85t10 a562s', 'taxNumber', 'normalized'],
  ['10115 Berlin, AHORNWEG 12', 'street', 'within'],
  ['blutenhof gmbh', 'company', 'normalized'],
])('"%s" mentions a %s: %s', (text, kind, match) => {
  expect(search(people).mentionsIn(text)).toContainEqual({ kind, match })
})

test.each([
  'Jörg',
  'Köttgensdorf',
  'order 1493023125001',
  'Ahornweg 121',
  'Ahornweg',
  '100-0042',
  '2026-03-02T08:00:00Z',
  '',
])('"%s" mentions nobody', (text) => {
  expect(search(people).mentionsIn(text)).toEqual([])
})

test('what is too short, and a name of one word, is not looked for', () => {
  const none = search([
    ['surname', 'Li'],
    ['name', 'Cher'],
    ['phone', '110'],
  ])
  expect(none.sought).toEqual([])
  expect(none.mentionsIn('Li, Cher, 110')).toEqual([])
})

test('names and places that were made up as well are not looked for, and counted', () => {
  const found = search(people, ['Herr Köttgen aus dem Ahornweg 12, j.koettgen@post.example, DE89370400440532013000'])
  expect(found.coinciding).toEqual([
    { kind: 'surname', values: 1 },
    { kind: 'street', values: 1 },
  ])
  expect(found.mentionsIn('Köttgen, Ahornweg 12')).toEqual([])
  expect(found.mentionsIn('Jörg Köttgen')).toEqual([{ kind: 'name', match: 'exact' }])
})

test('somebody made up who has the e-mail address or the bank account of somebody excuses nothing', () => {
  const found = search(
    people,
    people.map(([, value]) => value),
  )
  expect(found.sought.map(({ kind }) => kind)).toEqual(['email', 'iban', 'taxNumber'])
  expect(found.mentionsIn('j.koettgen@post.example')).toEqual([{ kind: 'email', match: 'exact' }])
})

test('counts what is looked for, each value once', () => {
  const twice = search([...people, ...people])
  expect(twice.sought).toContainEqual({ kind: 'name', values: 2 })
  expect(twice.coinciding).toEqual([])
})
