import { expect, test } from 'vitest'
import { planned, problemsIn } from './planned.ts'
import { integer, landscape, policyText, short, store, table, text } from './tables.ts'

/** The landscape's policy with one line, or several, changed. */
function changed(from: string, to: string): string {
  expect(policyText).toContain(from)
  return policyText.replace(from, () => to)
}

const lineOf = (part: string, within = policyText): number => within.slice(0, within.indexOf(part)).split('\n').length

test('a policy that fits has no problems, and says what becomes of everything', () => {
  const { plan, problems, uncovered } = planned(policyText)
  expect([...problems, ...uncovered]).toEqual([])
  const partner = plan.systems.get('erp')?.get('business_partner')
  expect(partner?.fields.map(({ name, treatment }) => [name, treatment.strategy])).toEqual([
    ['card_code', 'persona'],
    ['card_name', 'persona'],
    ['email', 'persona'],
    ['country', 'keep'],
    ['free_text', 'redact'],
  ])
  expect(partner?.identities.get('customer')).toEqual({
    identity: 'customer',
    column: 'card_code',
    type: text,
    locale: 'country',
  })
  expect(plan.systems.get('erp')?.get('contact')?.identities.get('customer')).toMatchObject({ column: 'card_code' })
  expect(
    plan.systems
      .get('erp')
      ?.get('item')
      ?.fields.map(({ treatment }) => treatment.strategy),
  ).toEqual(['keep', 'keep'])
  expect(plan.systems.get('erp')?.get('item')?.identities.size).toBe(0)
})

test('registers are listed with what they need first', () => {
  const { plan } = planned(policyText)
  expect(plan.scans).toMatchObject([
    {
      register: 'locales customer',
      kind: 'locales',
      system: 'erp',
      tables: ['business_partner'],
      columns: ['card_code', 'country'],
    },
    {
      register: 'through shop.customer.id to customer',
      kind: 'through',
      system: 'shop',
      tables: ['customer'],
      columns: ['id', 'customer_number'],
    },
  ])
  expect(plan.systems.get('shop')?.get('order')?.identities.get('customer')).toMatchObject({
    column: 'customer_id',
    through: 'through shop.customer.id to customer',
  })
})

test('a way through several tables', () => {
  const schemas = new Map([
    ...landscape,
    ['oms', store('postgres', table('shipment', { order_id: integer, recipient: text }))] as const,
  ])
  const keys = '      oms.shipment: { column: order_id, through: shop.order.id }\n'
  const rules = '  oms.shipment:\n    order_id: keep\n    recipient: { customer: fullName }\n'
  const { plan, problems } = planned(`${changed('columns:\n', `${keys}columns:\n`)}${rules}`, schemas)
  expect(problems).toEqual([])
  expect(plan.scans.map(({ register, through }) => [register, through])).toEqual([
    ['locales customer', undefined],
    ['through shop.customer.id to customer', undefined],
    ['through shop.order.id to customer', 'through shop.customer.id to customer'],
  ])
})

test('paths of documents: the most specific rule counts, and containers are covered as a whole', () => {
  const { plan } = planned(`${policyText}    updated_by.email: "null"\n`)
  expect(
    plan.systems
      .get('pim')
      ?.get('product')
      ?.fields.map(({ name, covers, type }) => [name, covers, type.kind]),
  ).toEqual([
    ['values.*[].data', 'leaf', 'other'],
    ['values.*[].locale', 'leaf', 'text'],
    ['updated_by.email', 'leaf', 'text'],
    ['_id', 'leaf', 'text'],
    ['identifier', 'leaf', 'text'],
    ['updated_by', 'all', 'document'],
  ])
})

test('keys that the sample has too many of to name them', () => {
  const schemas = new Map([
    ['pim', store('mongodb', table('p', { 'values.*[].data': text, 'values.*[].by.name': text }))],
  ])
  const rules = (more: string) => `version: 1\ncolumns:\n  pim.p:\n    values.supplier[].data: redact\n${more}`
  expect(problemsIn(rules(''), schemas)).toEqual([
    'policy.uncovered 3:3 the policy says nothing about these 2 paths of pim.p: values.*[].data, values.*[].by.name',
  ])
  expect(problemsIn(rules('    values.*[].data: keep\n    values.*[].by: redact\n'), schemas)).toEqual([])
  expect(problemsIn(rules('    values.*: keep\n    values.x[].by: redact\n'), schemas)).toEqual([])
})

test('the locales of partitions are found, too', () => {
  const schemas = new Map([
    [
      'erp',
      store(
        'postgres',
        table('partner', { code: text, land: text }, { holdsNoRows: 'partitioned' }),
        table('p1', { code: text, land: text }, { partOf: 'partner' }),
        table('p2', { code: text, land: text }, { partOf: 'partner' }),
      ),
    ],
  ])
  const { plan, problems } = planned(
    'version: 1\nidentities: { c: { number: erp.partner.code, locale: { from: land } } }\ncolumns:\n  erp.partner: { code: { c: number }, land: keep }\n',
    schemas,
  )
  expect(problems).toEqual([])
  expect(plan.scans).toMatchObject([{ tables: ['p1', 'p2'], columns: ['code', 'land'] }])
  expect(plan.systems.get('erp')?.get('p2')?.identities.get('c')).toMatchObject({ column: 'code', locale: 'land' })
})

test('what no rule covers is a finding, by table, with what to add', () => {
  const text = changed('    email: { customer: email }\n    country: keep\n    free_text: redact\n', '')
    .replace('    updated_by: redact\n', '')
    .replace('    comment: "null"\n', '')
  const { problems, uncovered } = planned(text)
  expect(problems.map(({ code }) => code)).toEqual(['policy.unknown-column'].slice(1))
  expect(uncovered).toMatchObject([
    {
      code: 'policy.uncovered',
      message: 'the policy says nothing about these 3 columns of erp.business_partner: email, country, free_text',
      place: { file: 'policy.yaml', line: 10, column: 3 },
      remedy: [
        'Add what becomes of them; to begin with:',
        '  columns:',
        '    erp.business_partner:',
        '      email: redact',
        '      country: redact',
        '      free_text: redact',
      ].join('\n'),
    },
    {
      message: 'the policy says nothing about this column of shop.order: comment',
      remedy: expect.stringContaining('    shop.order:\n      comment: redact'),
    },
    {
      message: 'the policy says nothing about these 2 paths of pim.product: updated_by.name, updated_by.email',
      remedy: expect.stringContaining(
        '    pim.product:\n      updated_by.name: redact\n      updated_by.email: redact',
      ),
    },
  ])
})

test('a table without rules is named, with its keys as they are', () => {
  const { uncovered } = planned(
    'version: 1\ncolumns:\n  pim.*: keep\n  shop.*: keep\n  erp.business_partner: keep\n  erp.item: keep\n',
  )
  expect(uncovered).toHaveLength(1)
  expect(uncovered[0]).toMatchObject({
    message: 'the policy says nothing about these 4 columns of erp.contact: cntct_code, card_code, email, birth_date',
    place: { file: 'policy.yaml', line: 1, column: 1 },
    remedy: [
      'Add what becomes of them; to begin with:',
      '  columns:',
      '    erp.contact:',
      '      cntct_code: keep # integer, part of a key or reference: is it personal?',
      '      card_code: keep # text, part of a key or reference: is it personal?',
      '      email: redact',
      '      birth_date: "null"',
    ].join('\n'),
  })
})

test('rules for one table never let a column fall through to a wider rule', () => {
  const rules = 'version: 1\ncolumns:\n  erp.*: keep\n  shop.*: keep\n  pim.*: keep\n'
  expect(problemsIn(rules)).toEqual([])
  expect(problemsIn(`${rules}  erp.item: { item_code: keep }\n`)).toEqual([
    'policy.uncovered 6:3 the policy says nothing about this column of erp.item: item_name',
  ])
  expect(problemsIn(`${rules}  erp.item: { item_code: keep, "*": redact }\n`)).toEqual([])
})

test('other schemas, quoted names, and the rules of a partitioned table', () => {
  const schemas = new Map([
    [
      'erp',
      store(
        'postgres',
        table('sales.order', { id: integer, 'odd."name"': text }),
        table('log', { id: integer }, { holdsNoRows: 'partitioned' }),
        table('archive.log_2024', { id: integer }, { partOf: 'log' }),
      ),
    ],
  ])
  const rules = (odd: string) =>
    `version: 1\ncolumns:\n  erp.sales."order":\n    id: keep\n    ${odd}: redact\n  erp.public.log: { id: keep }\n`
  expect(problemsIn(rules(`'odd."name"'`), schemas)).toEqual([])
  expect(problemsIn(rules(`'"odd.""name"""'`), schemas)).toEqual([])
  expect(problemsIn('version: 1\ncolumns:\n  erp.sales.*: keep\n  erp.log: keep\n', schemas)).toEqual([])
  expect(problemsIn('version: 1\ncolumns:\n  erp.sales.*: keep\n', schemas)).toEqual([
    'policy.uncovered 1:1 the policy says nothing about this column of erp.log: id',
  ])
})

/** What the places of the problems point to. */
const culprits = [
  'epr.item',
  'erp.itme',
  'pim.produkt',
  'free_txt',
  'updatedby',
  'search_text',
  'erp.business_partner.cardcode',
  'county',
  'shop.customer.idd',
  'customerid',
]

test.each([
  [
    '  erp.item: keep\n',
    '  epr.item: keep\n',
    'policy.unknown-system',
    'there is no system "epr" with a store; did you mean "erp"?',
  ],
  ['  erp.item: keep\n', '  erp.itme: keep\n', 'policy.unknown-table', 'erp has no table "itme"; did you mean "item"?'],
  [
    '  pim.product:',
    '  pim.produkt:',
    'policy.unknown-collection',
    'pim has no collection "produkt"; did you mean "product"?',
  ],
  [
    '    free_text: redact',
    '    free_txt: redact',
    'policy.unknown-column',
    'erp.business_partner has no column "free_txt"; did you mean "free_text"?',
  ],
  [
    '    updated_by: redact',
    '    updatedby: redact',
    'policy.unknown-column',
    'pim.product has no column "updatedby"; expected one of: _id, identifier, values.name[].data, values.name[].locale, values.weight[].data, updated_by.name, updated_by.email',
  ],
  [
    '    has_account: keep',
    '    has_account: keep\n    search_text: redact',
    'policy.generated-column',
    'shop.customer.search_text is computed by the server from other columns, which decide what it holds',
  ],
  [
    'number: erp.business_partner.card_code',
    'number: erp.business_partner.cardcode',
    'policy.unknown-column',
    'erp.business_partner has no column "cardcode"; did you mean "card_code"?',
  ],
  [
    'from: country',
    'from: county',
    'policy.unknown-column',
    'erp.business_partner has no column "county"; did you mean "country"?',
  ],
  [
    'through: shop.customer.id }',
    'through: shop.customer.idd }',
    'policy.unknown-column',
    'shop.customer has no column "idd"; did you mean "id"?',
  ],
  [
    'shop.customer_address: { column: customer_id',
    'shop.customer_address: { column: customerid',
    'policy.unknown-column',
    'shop.customer_address has no column "customerid"; did you mean "customer_id"?',
  ],
])('%s as %s is refused', (from, to, code, message) => {
  const { problems } = planned(changed(from, to))
  expect(problems).toContainEqual(expect.objectContaining({ code, message }))
  const place = problems.find((problem) => problem.message === message)?.place
  const named = changed(from, to)
    .split('\n')
    [(place?.line ?? 0) - 1]?.slice((place?.column ?? 0) - 1)
  expect(named).toMatch(new RegExp(`^'?(${culprits.join('|')})`))
})

test('an identity whose key is in none of the table’s columns', () => {
  const { problems } = planned(
    changed('      shop.customer_address: { column: customer_id, through: shop.customer.id }\n', ''),
  )
  expect(problems).toEqual([
    {
      code: 'policy.identity-key',
      message: 'no column of shop.customer_address holds the key of customer, so that nobody knows whose row it is',
      place: expect.objectContaining({ line: 29, column: 17 }),
      remedy:
        'Say which one does: identities: { customer: { keys: { shop.customer_address: COLUMN } } }, with `through` where it leads to another table.',
    },
  ])
})

test('two columns that hold a key', () => {
  const schemas = new Map([
    [
      'erp',
      store(
        'postgres',
        table('partner', { code: text, father: text, name: text }),
        table('note', { by: text, about: text, note: text }),
      ),
    ],
  ])
  const rules = (keys: string) =>
    `version: 1\nidentities:\n  customer: { number: erp.partner.code${keys} }\ncolumns:\n  erp.partner:\n    code: { customer: number }\n    father: { customer: number }\n    name: { customer: fullName }\n  erp.note:\n    by: { customer: number }\n    about: { customer: number }\n    note: { customer: fullName }\n`
  expect(problemsIn(rules(''), schemas)).toEqual([
    'policy.identity-key 11:12 by and about of erp.note both hold the number of a customer; whose row it is has to be said',
  ])
  expect(problemsIn(rules(', keys: { erp.note: about }'), schemas)).toEqual([])
})

test('a way that leads nowhere, and one that leads in circles', () => {
  const nowhere = changed('through: shop.customer.id }\n      shop."', 'through: erp.item.item_code }\n      shop."')
  expect(problemsIn(nowhere)).toEqual([
    'policy.through-nowhere 7:62 the way through erp.item.item_code ends in erp.item, which holds no key of customer',
  ])
  const circle = changed(
    'columns:\n',
    '      shop.customer: { column: id, through: shop.order.customer_id }\ncolumns:\n',
  )
  expect(problemsIn(circle)).toEqual([
    'policy.through-circle 9:45 the way through shop.order.customer_id leads back to where it began, and never to a key',
  ])
})

test.each([
  [
    '    cntct_code: keep',
    '    cntct_code: { noise: { relative: 0.1 } }',
    'erp.contact.cntct_code is unique, and noise can give two rows the same value',
  ],
  [
    '    email: { customer: email }\n    has_account',
    '    email: { customer: lastName }\n    has_account',
    "shop.customer.email is unique together with has_account, and a persona's lastName can give two rows the same value",
  ],
  [
    '    email: { customer: email }\n    has_account',
    '    email: redact\n    has_account',
    'shop.customer.email is unique together with has_account, and redact can give two rows the same value',
  ],
  ['    identifier: keep', '    identifier: "null"', undefined],
])('a unique column: %s as %s', (from, to, message) => {
  const found = problemsIn(changed(from, to)).filter((problem) => problem.includes('policy.unique'))
  expect(found).toEqual(message === undefined ? [] : [expect.stringContaining(message)])
})

test('an attribute is unique where the table holds one row for each identity', () => {
  const contact = (unique: string[][]) =>
    new Map([
      [
        'erp',
        store(
          'postgres',
          table('partner', { code: text }, { unique: [['code']] }),
          table('contact', { code: text, 'email?': text }, { unique }),
        ),
      ],
    ])
  const rules =
    'version: 1\nidentities: { customer: { number: erp.partner.code } }\ncolumns:\n  erp.partner: { code: { customer: number } }\n  erp.contact: { code: { customer: number }, email: { customer: email } }\n'
  expect(problemsIn(rules, contact([['email']]))).toEqual([
    'policy.unique 5:53 erp.contact.email is unique, and several of its rows can be about one customer, which would then have the same one',
  ])
  expect(problemsIn(rules, contact([['email'], ['code']]))).toEqual([])
  expect(problemsIn(rules, contact([['email', 'code'], ['code']]))).toEqual([])
})

test('many rows may hold NULL in a unique column of PostgreSQL', () => {
  const schemas = new Map([
    ['erp', store('postgres', table('item', { code: integer, 'ean?': text }, { unique: [['code'], ['ean']] }))],
  ])
  expect(problemsIn('version: 1\ncolumns:\n  erp.item: { code: keep, ean: "null" }\n', schemas)).toEqual([])
})

test('columns that refer to each other and are treated differently', () => {
  expect(
    problemsIn(changed('    customer_id: keep\n    first_name', '    customer_id: token\n    first_name')),
  ).toEqual([
    `policy.reference ${lineOf('    customer_id: keep\n    first_name')}:18 shop.customer_address.customer_id refers to shop.customer.id, but the one is treated by token, the other by keep, so that they would no longer meet`,
  ])
  expect(
    problemsIn(changed('    card_code: { customer: number }\n    email', '    card_code: keep\n    email')),
  ).toContainEqual(expect.stringContaining('but the one is treated by keep, the other by { customer: number }'))
  const both = changed('shop.customer:\n    id: keep', 'shop.customer:\n    id: token').replace(
    'customer_id: keep\n    first',
    'customer_id: token\n    first',
  )
  expect(problemsIn(both)).toEqual([])
  const emptied = changed('customer_id: keep\n    first_name', 'customer_id: "null"\n    first_name')
  expect(problemsIn(emptied)).toEqual([])
  const shuffled = changed('shop.customer:\n    id: keep', 'shop.customer:\n    id: shuffle').replace(
    'customer_id: keep\n    first',
    'customer_id: shuffle\n    first',
  )
  expect(problemsIn(shuffled)).toContainEqual(expect.stringContaining('with shuffle equal values do not stay equal'))
})

test('links say what no reference declares', () => {
  const link = 'links:\n  - [erp.item.item_code, pim.product.identifier]\ncolumns:\n'
  expect(problemsIn(changed('columns:\n', link))).toEqual([])
  const treated = changed('columns:\n', link).replace('    identifier: keep', '    identifier: permute')
  expect(problemsIn(treated)).toEqual([
    'policy.reference 40:17 pim.product.identifier is linked with erp.item.item_code, but the one is treated by permute, the other by keep, so that they would no longer meet',
  ])
  expect(problemsIn(changed('columns:\n', link.replace('identifier', 'identifer')))).toEqual([
    'policy.unknown-column 10:26 pim.product has no column "identifer"; did you mean "identifier"?',
  ])
})

test('linked columns of other types meet only as they are, or as numbers of an identity', () => {
  const schemas = new Map([
    ['erp', store('postgres', table('item', { code: text }))],
    ['oms', store('postgres', table('stock', { sku: integer }))],
  ])
  const rules = (treatment: string) =>
    `version: 1\nlinks: [[erp.item.code, oms.stock.sku]]\ncolumns:\n  erp.item: { code: ${treatment} }\n  oms.stock: { sku: ${treatment} }\n`
  expect(problemsIn(rules('keep'), schemas)).toEqual([])
  expect(problemsIn(rules('permute'), schemas)).toEqual([
    'policy.reference 5:21 oms.stock.sku (integer) is linked with erp.item.code (text), and permute gives other values for another type, so that they would no longer meet',
  ])
})

test('a code that is cut where a column is shorter does not meet a longer one', () => {
  const schemas = (length: number) =>
    new Map([['erp', store('postgres', table('a', { code: short(20) }), table('b', { code: short(length) }))]])
  const rules = (treatment: string) =>
    `version: 1\nlinks: [[erp.a.code, erp.b.code]]\ncolumns:\n  erp.a: { code: ${treatment} }\n  erp.b: { code: ${treatment} }\n`
  expect(problemsIn(rules('token'), schemas(20))).toEqual([])
  expect(problemsIn(rules('permute'), schemas(10))).toEqual([])
  expect(problemsIn(rules('token'), schemas(10))).toEqual([
    expect.stringContaining('token gives other values for another type, so that they would no longer meet'),
  ])
})

test('an explicit null for values that cannot be handled, in a column without NULL', () => {
  const treatment = '    first_name: { customer: firstName, onInvalid: "null" }'
  expect(problemsIn(changed('    first_name: { customer: firstName }', treatment))).toEqual([
    'policy.not-null 30:17 shop.customer_address.first_name does not allow NULL, so that values that cannot be handled cannot become NULL',
  ])
  const { plan, problems } = planned(changed('columns:\n', 'onInvalid: "null"\ncolumns:\n'))
  expect(problems).toEqual([])
  const fields = plan.systems.get('shop')?.get('customer_address')?.fields
  expect(fields?.find(({ name }) => name === 'first_name')?.treatment.onInvalid).toBe('replace')
})

test('rules for systems that are known and not transferred are passed over', () => {
  const schemas = new Map([...landscape].filter(([name]) => name !== 'shop'))
  expect(problemsIn(policyText, schemas)).toContainEqual(expect.stringContaining('there is no system "shop"'))
  expect(problemsIn(policyText, schemas, ['shop', 'payment'])).toEqual([])
})

test('several kinds of problems come together, in the order of the file', () => {
  const text = changed('from: country', 'from: county')
    .replace('    cntct_code: keep', '    cntct_code: redact')
    .replace('    free_text: redact', '    free_txt: redact')
  expect(problemsIn(text).map((problem) => problem.split(' ')[0])).toEqual([
    'policy.unknown-column',
    'policy.unknown-column',
    'policy.unique',
    'policy.uncovered',
  ])
  expect(short(4).maxLength).toBe(4)
})
