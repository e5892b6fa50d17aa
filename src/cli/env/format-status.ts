import type { EnvironmentStatus } from '../../app/requests.ts'
import { table } from '../table.ts'

/** What another program needs to reach an environment, passwords included. */
export function formatStatus(status: EnvironmentStatus): string {
  const head = `${status.name}: up since ${status.startedAt}, process ${status.pid}, pack ${status.pack}, landscape time ${status.landscapeTime}\n`
  const systems = status.systems.map(({ name, url = '', storeUrl = '' }) => [name, url, storeUrl])
  const credentials = status.systems.flatMap(({ name, credentials }) =>
    Object.entries(credentials).map(([key, value]) => [`${name}.${key}`, value]),
  )
  const topics = status.topics.map(({ topic, partitions, messages }) => [topic, `${partitions}`, `${messages}`])
  return [
    head,
    section(['SYSTEM', 'URL', 'STORE'], systems),
    section(['CREDENTIAL', 'VALUE'], credentials),
    section(['TOPIC', 'PARTITIONS', 'MESSAGES'], topics),
  ].join('')
}

function section(titles: string[], rows: string[][]): string {
  return rows.length === 0 ? '' : `\n${table([titles, ...rows])}`
}
