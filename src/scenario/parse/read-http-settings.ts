import { childOf, entriesOf, textOf, type YamlNode } from '../../yaml/yaml-document.ts'
import type { HttpAuth, HttpSettings, HttpTls } from '../model/http.ts'
import { optionalTemplate, templateOf, templatesOf } from './read-values.ts'
import { type Reading, report } from './reading.ts'
import type { Visible } from './visible-names.ts'

const megabyte = 1024 * 1024
const largestBody = 256 * megabyte

/** What is so when neither the scenario nor the step says anything. */
export const usualHttpSettings: HttpSettings = {
  headers: {},
  followRedirects: false,
  cookies: false,
  maxBody: 10 * megabyte,
}

const settingKeys = ['redirects', 'cookies', 'auth', 'tls', 'maxBody', 'headers']

/** The settings of a step on top of those of its scenario; headers of both are sent. */
export function readHttpSettings(
  node: YamlNode | undefined,
  visible: Visible,
  reading: Reading,
  usual: HttpSettings = usualHttpSettings,
): HttpSettings {
  if (!settingKeys.some((key) => childOf(node, key) !== undefined)) return usual
  const redirects = textOf(childOf(node, 'redirects'))
  const cookies = childOf(node, 'cookies')
  const auth = readAuth(childOf(node, 'auth'), visible, reading)
  const tls = readTls(childOf(node, 'tls'), visible, reading)
  const maxBody = readSize(childOf(node, 'maxBody'), reading)
  return {
    ...usual,
    headers: { ...usual.headers, ...readHeaders(childOf(node, 'headers'), visible, reading) },
    ...(redirects !== undefined && { followRedirects: redirects === 'follow' }),
    ...(cookies?.kind === 'scalar' && { cookies: cookies.value === true }),
    ...(auth && { auth }),
    ...(tls && { tls }),
    ...(maxBody !== undefined && { maxBody }),
  }
}

/** Names by RFC 9110, 5.6.2. What is not yet known of a value is looked at when it is sent. */
function readHeaders(node: YamlNode | undefined, visible: Visible, reading: Reading): HttpSettings['headers'] {
  for (const { key, keyPlace, value } of entriesOf(node)) {
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(key))
      report(reading, 'header', `"${key.slice(0, 60)}" is no name for a header`, keyPlace)
    if (/[\r\n\0]/.test((textOf(value) ?? '').replace(/\$\{\{.*?\}\}/gs, '')))
      report(reading, 'header', 'the value of a header cannot hold a line break', value.place)
  }
  return templatesOf(node, visible.declarations, reading)
}

function readAuth(node: YamlNode | undefined, visible: Visible, reading: Reading): HttpAuth | undefined {
  const { declarations } = visible
  const basic = childOf(node, 'basic')
  const bearer = childOf(node, 'bearer')
  const oauth = childOf(node, 'oauth')
  const inside = (parent: YamlNode, key: string) => templateOf(childOf(parent, key) ?? parent, declarations, reading)
  if (basic?.kind === 'mapping')
    return { kind: 'basic', user: inside(basic, 'user'), password: inside(basic, 'password') }
  if (bearer !== undefined) return { kind: 'bearer', token: templateOf(bearer, declarations, reading) }
  if (oauth?.kind !== 'mapping') return undefined
  const scope = optionalTemplate(childOf(oauth, 'scope'), declarations, reading)
  return {
    kind: 'oauth',
    tokenUrl: inside(oauth, 'tokenUrl'),
    clientId: inside(oauth, 'clientId'),
    clientSecret: inside(oauth, 'clientSecret'),
    ...(scope && { scope }),
  }
}

function readTls(node: YamlNode | undefined, visible: Visible, reading: Reading): HttpTls | undefined {
  if (node?.kind !== 'mapping') return undefined
  const cert = optionalTemplate(childOf(node, 'cert'), visible.declarations, reading)
  const key = optionalTemplate(childOf(node, 'key'), visible.declarations, reading)
  const ca = optionalTemplate(childOf(node, 'ca'), visible.declarations, reading)
  if ((cert === undefined) !== (key === undefined))
    report(reading, 'tls', '"cert" and "key" go together, found only one of them', node.place)
  return { ...(cert && { cert }), ...(key && { key }), ...(ca && { ca }) }
}

function readSize(node: YamlNode | undefined, reading: Reading): number | undefined {
  const [, digits, unit] = /^(\d+)(kB|MB)$/.exec(textOf(node) ?? '') ?? []
  if (node === undefined || digits === undefined) return undefined
  const size = Number(digits) * (unit === 'MB' ? megabyte : 1024)
  if (size > 0 && size <= largestBody) return size
  report(reading, 'size', 'expected a size from 1kB to 256MB', node.place)
  return undefined
}
