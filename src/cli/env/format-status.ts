import type { EnvironmentStatus } from '../../app/requests.ts'
import { table } from '../table.ts'

/** What another program needs to reach an environment, passwords included. */
export function formatStatus(status: EnvironmentStatus): string {
  const branch = status.branchOf === undefined ? '' : `branch of ${status.branchOf}, `
  const head = `${status.name}: ${branch}up since ${status.startedAt} (${age(status.ageSeconds)}), process ${status.pid}, pack ${status.pack}, landscape time ${status.landscapeTime}\n`
  const resets = status.resetBy === undefined ? '' : `reset by ${resetWays[status.resetBy]}\n`
  const systems = status.systems.map(({ name, url = '', storeUrl = '', storeSize, storeVersion = '' }) => [
    name,
    url,
    storeUrl,
    size(storeSize),
    storeVersion,
  ])
  const credentials = status.systems.flatMap(({ name, credentials }) =>
    Object.entries(credentials).map(([key, value]) => [`${name}.${key}`, value]),
  )
  const topics = status.topics.map(({ topic, partitions, messages }) => [topic, `${partitions}`, `${messages}`])
  return [
    head,
    resets,
    section(['SYSTEM', 'URL', 'STORE', 'SIZE', 'VERSION'], systems),
    section(['CREDENTIAL', 'VALUE'], credentials),
    section(['TOPIC', 'PARTITIONS', 'MESSAGES'], topics),
    section(
      ['SAVE', 'AT'],
      status.saves.map(({ name, at }) => [name, at]),
    ),
  ].join('')
}

const resetWays = {
  clone: 'copies of the databases that share blocks of the file system',
  copy: 'copies of the databases',
}

function age(seconds: number): string {
  if (seconds < 120) return `${seconds} s`
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`
}

function size(stored: EnvironmentStatus['systems'][number]['storeSize']): string {
  if (stored === undefined) return ''
  return stored.unit === 'bytes' ? `${(stored.amount / 2 ** 20).toFixed(1)} MB` : `${stored.amount} documents`
}

function section(titles: string[], rows: string[][]): string {
  return rows.length === 0 ? '' : `\n${table([titles, ...rows])}`
}
