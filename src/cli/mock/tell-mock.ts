import type { MockedExchange, MockListener, MockStatus } from '../../app/mock/requests.ts'
import { hasColor } from '../color.ts'
import type { CliIo } from '../io.ts'
import { table } from '../table.ts'

/** Tells what is served on stdout and each request on stderr; as lines of JSON, both go to stdout. */
export function tellMock(io: CliIo, asJson: boolean): MockListener {
  const { out, err } = io
  const onNote = (sentence: string): void => err.write(`${sentence}\n`)
  if (asJson) {
    const line = (value: object): void => out.write(`${JSON.stringify(value)}\n`)
    return { onReady: (status) => line({ type: 'ready', ...status }), onExchange: (one) => line(jsonOf(one)), onNote }
  }
  const painted = hasColor(io, err)
  return {
    onReady: (status) => out.write(formatMocks(status)),
    onExchange: (exchange) => err.write(formatExchange(exchange, painted)),
    onNote,
  }
}

/** Without what was sent, which is for the page. */
function jsonOf({ at, request: _request, response: _response, ...exchange }: MockedExchange): object {
  return { ...exchange, at: new Date(at).toISOString(), duration: Math.round(exchange.duration * 10) / 10 }
}

function formatMocks({ page, apis }: MockStatus): string {
  const rows = apis.map(({ name, kind, title, url }) => [name, url, kind, title])
  const credentials = apis.flatMap((api) =>
    Object.entries(api.credentials).map(([key, value]) => [`${api.name}.${key}`, value]),
  )
  const secrets = credentials.length === 0 ? '' : `\n${table([['CREDENTIAL', 'VALUE'], ...credentials])}`
  return `${table([['API', 'URL', 'KIND', 'SERVES'], ...rows])}${secrets}\npage: ${page}\nCtrl-C ends it.\n`
}

const colors: Readonly<Record<number, number>> = { 0: 31, 2: 32, 3: 36, 4: 33, 5: 31 }

/** `12:00:01 shop   GET /store-api/context  200  3 ms` */
function formatExchange(
  { at, api, from, method, path, status, duration, faults }: MockedExchange,
  painted: boolean,
): string {
  const time = new Date(at).toTimeString().slice(0, 8)
  const code = status === 0 ? 'cut' : String(status)
  const shown = painted ? `\u001b[${colors[Math.floor(status / 100)] ?? 0}m${code}\u001b[0m` : code
  const more = [...(from === undefined ? [] : [`from ${from}`]), ...faults.map((fault) => `fault ${fault}`)]
  const behind = more.length === 0 ? '' : `  (${more.join(', ')})`
  return `${time} ${api}  ${method.padEnd(6)} ${path}  ${shown}  ${Math.round(duration)} ms${behind}\n`
}
