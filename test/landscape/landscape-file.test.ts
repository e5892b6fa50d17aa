import { expect, test } from 'vitest'
import { readLandscapeFile } from '../../src/landscape/landscape-file.ts'
import { problemsOf } from '../yaml/problems-of.ts'

const read = (text: string, env: Record<string, string> = {}) => readLandscapeFile('standin.yaml', text, env)
const problemsIn = (text: string, env: Record<string, string> = {}) => problemsOf(() => read(text, env))
const mirrors = {
  erp: { api: { mirror: 'business-one' } },
  pim: { api: { mirror: 'akeneo' } },
  shop: { api: { mirror: 'store-api' } },
  oms: { api: { mirror: 'oms' } },
  payment: { api: { mirror: 'payment' } },
  hub: { api: { mirror: 'baselinker' } },
  notify: { api: { mirror: 'notify' } },
  promo: { api: { mirror: 'promo' } },
  wms: { api: { mirror: 'wms' } },
  broker: { api: { mirror: 'broker' } },
  connector: { api: { mirror: 'connector' } },
}
const system = (api: string) => `version: 1\nsystems:\n  crm_: { api: ${api} }\n`

test('a landscape file is read', () => {
  expect(
    read('version: 1\npack: omnichannel\nsystems:\n  erp: { api: { mirror: business-one, port: 8080 } }\n'),
  ).toEqual({
    version: 1,
    pack: 'omnichannel',
    systems: { ...mirrors, erp: { api: { mirror: 'business-one', port: 8080 } } },
  })
})

test.each([
  ['crm: { api: { mirror: akeneo } }', 'the mirror akeneo stands for the system "pim", not for "crm"'],
  ['shop: { api: { mirror: akeneo } }', 'the system "shop" is mirrored, expected { mirror: store-api }'],
  ['shop: { api: { url: "http://x" } }', 'the system "shop" is mirrored, expected { mirror: store-api }'],
])('%s: a mirror under another name', (declared, message) => {
  expect(problemsIn(`version: 1\nsystems:\n  ${declared}\n`)).toEqual([`landscape.mirror 3:3 ${message}`])
})

test('the environment is put in, $${ is left alone', () => {
  const text = system('{ url: "http://${HOST}:${PORT}/" }').replace(
    'version: 1',
    () => 'version: 1\npack: $${x}-${HOST}',
  )
  expect(read(text, { HOST: 'h', PORT: '80' })).toEqual({
    version: 1,
    pack: '${x}-h',
    systems: { ...mirrors, crm_: { api: { url: 'http://h:80/' } } },
  })
})

test('a number from the environment is a number where it stands without quotes', () => {
  const text = system('\n      mirror: store-api\n      port: ${PORT}')
    .replace('crm_', 'shop')
    .replace('{ api:', '\n    api:')
    .replace(/ }\n$/, '\n')
  expect(read(text, { PORT: '8080' })).toMatchObject({ systems: { shop: { api: { port: 8080 } } } })
  expect(problemsIn(text.replace('${PORT}', '"${PORT}"'), { PORT: '8080' })).toEqual([
    'landscape.wrong-type 6:13 expected a whole number, found text "8080"',
  ])
})

test('what the environment holds is data, not YAML', () => {
  const text = system('{ url: "${URL}" }')
  expect(problemsIn(text, { URL: '" }, evil: { api: {' })).toEqual([
    'landscape.url 3:23 expected a URL that begins with http:// or https://',
  ])
})

test('variables that are not set are told, all of them, at their places', () => {
  expect(problemsIn(system('{ url: "http://${HOST}:${PORT}/${HOME}" }'), { HOME: 'x' })).toEqual([
    'landscape.environment 3:31 the environment variable "HOST" is not set',
    'landscape.environment 3:39 the environment variable "PORT" is not set',
  ])
})

test.each([
  ['{ mirror: akeno }', 'landscape.unknown-value 3:26 unknown value, found text "akeno"; did you mean "akeneo"?'],
  ['{ mirror: oms, prt: 1 }', 'landscape.unknown-key 3:31 unknown key "prt"; did you mean "port"?'],
  ['{ mirror: oms, port: 70000 }', 'landscape.range 3:37 expected a number from 1 to 65535, found the number 70000'],
  [
    '{ mirror: oms, url: "http://x" }',
    'landscape.kind-ambiguous 3:31 "api" cannot be several things at once: "mirror" and "url"',
  ],
  ['{ port: 1 }', 'landscape.kind-missing 3:16 "api" does not say what it is, expected one of: mirror, url, tcp'],
  ['{ url: ftp://x }', 'landscape.url 3:23 expected a URL that begins with http:// or https://'],
  ['{ tcp: "cache:70000" }', 'landscape.tcp 3:23 expected HOST:PORT, with a port from 1 to 65535'],
])('%s', (api, problem) => {
  expect(problemsIn(system(api))).toEqual([problem])
})

test.each(['my-shop', '1st', 'vars', 'in', 'string', 'answer'])('no system can be named %s', (name) => {
  const found = problemsIn(system('{ mirror: oms }').replace('crm_', name))
  expect(found).toHaveLength(1)
  expect(found[0]).toMatch(/^landscape\.system-name 3:3 /)
})

test('another version is refused', () => {
  expect(problemsIn(system('{ mirror: oms }').replace('1', '2'))).toEqual([
    'landscape.unknown-value 1:10 expected 1, found the number 2',
  ])
})

test('unknown defects are told with the one that was meant', () => {
  expect(problemsIn(`${system('{ mirror: oms }')}defects: [stale-shop-stock, reserve-without-lok]`)).toEqual([
    'landscape.unknown-defect 4:29 unknown defect "reserve-without-lok"; did you mean "reserve-without-lock"?',
  ])
})
