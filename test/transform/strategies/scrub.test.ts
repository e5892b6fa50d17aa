import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ScrubSettings } from '../../../src/core/treatment/settings.ts'
import type { PersonaColumn, Scan } from '../../../src/transform/strategy.ts'
import { loadTreatment } from '../../../src/transform/treatments.ts'
import { built, byText, byValue, checked, rowIdentity, rowOf, text, varchar } from './trial.ts'

const source: Readonly<Record<string, readonly (readonly string[])[]>> = {
  customer: [
    ['Anna Kowalska', '+48 601 234 567', '1980-05-17'],
    ['Jürgen Müller-Lüdenscheidt', '030 23125 001', '1975-12-24'],
    ['Сергей Иванов', '+7 912 345 67 89', '1990-01-02'],
    ['Ruth Weber', '07700 900123', '1966-06-06'],
  ],
  company: [['Bäckerei Sonnenschein GmbH'], ['Zielarnia']],
}

const columns: PersonaColumn[] = [
  { system: 'shop', table: 'customer', column: 'name', identity: 'customer', attribute: 'name' },
  { system: 'shop', table: 'customer', column: 'phone', identity: 'customer', attribute: 'phone' },
  { system: 'shop', table: 'customer', column: 'birthday', identity: 'customer', attribute: 'birthDate' },
  { system: 'erp', table: 'company', column: 'name', identity: 'customer', attribute: 'company' },
]

async function scrubber(settings: ScrubSettings = {}): Promise<(value: string) => string> {
  const { transform } = await built({ scrub: settings }, text, {
    personaColumns: columns,
    scan({ table, visit }) {
      for (const row of source[table] ?? []) visit(rowOf(row))
    },
  })
  return (value) => String(byValue(transform, value))
}

test.each([
  ['Please call Anna Kowalska again', 'Please call [name] again'],
  ['Proszę oddzwonić do Anny Kowalskiej', 'Proszę oddzwonić do [name]'],
  ['prezent dla kowalskiego', 'prezent dla kowalskiego'],
  ['ANNA KOWALSKA has paid', '[name] has paid'],
  ['Herr Mueller-Luedenscheidt wartet', 'Herr [name] wartet'],
  ['Paket von Mueller', 'Paket von [name]'],
  ['Müllers Paket', '[name] Paket'],
  ['письмо Иванову от Сергея', 'письмо [name] от [name]'],
  ['Für Familie Schrödinger', 'Für Familie [name]'],
  ['Meine Freundin Unerhört Weber sagt', 'Meine Freundin [name] sagt'],
  ['Bitte Weber anrufen', 'Bitte [name] anrufen'],
  ['von Ruth Unerhört empfohlen', 'von [name] empfohlen'],
  ['a present for Whoever Unheardof; ring', 'a present for [name]; ring'],
  ['Complaint settled, Tamsin Unheardof agreed', 'Complaint settled, [name] agreed'],
  ['Dear Mrs Unheardof, thank you', 'Dear Mrs [name], thank you'],
  ['Lieferung an die Bäckerei Sonnenschein, hinten', 'Lieferung an die [name], hinten'],
  ['file: kowalska_anna-2024.pdf', 'file: [name]_[name]-2024.pdf'],
  ['an weber@gmail.com schreiben', 'an [email] schreiben'],
  ['info (at) firma-weber.de', '[email]'],
  ['siehe https://portal.example/u/anna?x=1 dort', 'siehe [url] dort'],
  ['IBAN DE89 3704 0044 0532 0130 00 bitte', 'IBAN [iban] bitte'],
  ['iban pl61109010140000071219812874', 'iban [iban]'],
  ['card 4111 1111 1111 1111', 'card [number]'],
  ['PESEL 80051712345', 'PESEL [number]'],
  ['Tel. 2312501', 'Tel. [phone]'],
  ['+48 601-234-567 ab 9', '[phone] ab 9'],
  ['ruf 601234567 an', 'ruf [number] an'],
  ['CF RSSMRA80A01H501U ok', 'CF [id] ok'],
  ['NINO QQ 12 34 56 C', 'NINO [id]'],
  ['USt-ID DE136695976', 'USt-ID [id]'],
  ['10115 Berlin', '[place]'],
  ['00-950 Warszawa, ul. Długa 7', '[place], [street]'],
  ['Hauptstraße 12a hinten', '[street] hinten'],
  ['at SW1A 1AA', 'at [place]'],
  ['geb. 17.05.1980', 'geb. [date]'],
  ['born on 3 March 1971', 'born on [date]'],
  ['am 17.5.1980 und am 18.5.2024', 'am [date] und am 18.5.2024'],
])('%s', async (given, expected) => {
  expect((await scrubber())(given)).toBe(expected)
})

test.each([
  'Bestellung 10023 ist am 2026-02-28 13:45:00 eingegangen',
  'item 100-0042, 3 pcs at 19.90 EUR',
  'Bitte klingeln und warten.',
  '',
])('nothing is found in: %s', async (given) => {
  expect((await scrubber())(given)).toBe(given)
})

test('the row`s own persona stands in where the text names the row`s person', async () => {
  const own: PersonaColumn = {
    system: 'erp',
    table: 'partner',
    column: 'name',
    identity: 'customer',
    attribute: 'name',
  }
  await loadTreatment({
    strategy: 'persona',
    settings: { identity: 'customer', attribute: 'name' },
    onInvalid: 'replace',
  })
  const trial = {
    personaColumns: [own],
    others: { name: text },
    identities: { customer: rowIdentity(3) },
    scan: ({ visit }: Scan): void => visit(rowOf(['Ruth Weber'])),
  }
  const persona = await built({ customer: 'name' }, text, trial)
  const [first, last] = String(byText(persona.transform, 'Ruth Weber')).split(' ')
  const { transform } = await built({ scrub: 'text' }, text, trial)
  expect(byText(transform, 'Frau Weber kommt', 'Ruth Weber')).toBe(`Frau ${last} kommt`)
  expect(byText(transform, 'an Ruth Weber, dann Ruth', 'Ruth Weber')).toBe(`an ${first} ${last}, dann ${first}`)
  const markers = await built({ scrub: { as: 'markers' } }, text, trial)
  expect(byText(markers.transform, 'Frau Weber und Ruth', 'Ruth Weber')).toBe('Frau [name] und [name]')
})

test('words to keep are kept, and text stays within the column', async () => {
  expect((await scrubber({ keep: ['Weber'] }))('Weber Grill für Ruth')).toBe('Weber Grill für [name]')
  const { transform } = await built('scrub', varchar(10))
  expect(byValue(transform, 'a@b.de 123')).toBe('[email] 12'.slice(0, 10))
})

test('text that is too long is replaced as a whole, and counted', async () => {
  const { transform, invalid } = await built('scrub', text)
  expect(byValue(transform, `Anna ${'x'.repeat(1_000_000)}`)).toMatch(/^[a-z2-7]{12}$/)
  expect(invalid).toEqual(['it is longer than a million characters'])
})

test('a column of the lexicon has to be named in full', async () => {
  expect(await checked({ scrub: { lexicon: ['name'] } }, text)).toEqual([
    '"name" is not the name of a column, expected SYSTEM.TABLE.COLUMN',
  ])
})

test('no name of the source is left in any sentence around it', async () => {
  const scrubbed = await scrubber()
  const names = ['Kowalska', 'Müller', 'Lüdenscheidt', 'Иванов', 'Weber', 'Zielarnia']
  const words = fc.array(fc.constantFrom('bitte', 'an', 'the', 'order', '12', ',', '(', '—', '\n', 'для'), {
    maxLength: 5,
  })
  fc.assert(
    fc.property(words, fc.constantFrom(...names), words, (before, name, after) => {
      expect(scrubbed([...before, name, ...after].join(' '))).not.toContain(name)
    }),
  )
})

test.each(['A', 'a@', '1', 'Aweg', '1 A ', 'http://', '+1 ', '\u{1F600}'])(
  'a long text of nothing but "%s" takes no long time',
  async (piece) => {
    const scrubbed = await scrubber()
    expect(scrubbed(piece.repeat(Math.floor(200_000 / piece.length))).length).toBeGreaterThan(0)
  },
  5_000,
)
