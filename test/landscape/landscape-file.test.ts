import { expect, test } from 'vitest'
import { readLandscapeFile } from '../../src/landscape/landscape-file.ts'
import { problemsOf } from '../yaml/problems-of.ts'

const read = (text: string, env: Record<string, string> = {}) => readLandscapeFile('standin.yaml', text, env)
const problemsIn = (text: string, env: Record<string, string> = {}) => problemsOf(() => read(text, env))
const system = (api: string) => `version: 1\nsystems:\n  shop: { api: ${api} }\n`

test('a landscape file is read', () => {
  expect(
    read('version: 1\npack: omnichannel\nsystems:\n  erp: { api: { mirror: business-one, port: 8080 } }\n'),
  ).toEqual({
    version: 1,
    pack: 'omnichannel',
    systems: { erp: { api: { mirror: 'business-one', port: 8080 } } },
  })
})

test('the environment is put in; without quotes, numbers become numbers', () => {
  const text =
    'version: 1\npack: ${PACK}\nsystems:\n  shop: { api: { url: "http://${HOST}:${PORT}/$${x}" } }\n  oms: { api: { mirror: oms, port: ${PORT} } }\n'
  expect(problemsIn(text, { PACK: 'p', HOST: 'h', PORT: '80' })).not.toEqual([])
  expect(
    read(text.replace('port: ${PORT}', 'port: 81').replace('/$${x}', ''), { PACK: '5', HOST: 'h', PORT: '80' }),
  ).toMatchObject({
    systems: { shop: { api: { url: 'http://h:80' } } },
  })
})
