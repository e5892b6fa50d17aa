import type { MessageLog } from '../../../core/message-log.ts'
import { Refusal } from '../../refusal.ts'
import { type ConsumerInstance, consumerInstance } from './instance.ts'

export interface NewInstance {
  group: string
  /** A name is made when nothing is said. */
  name?: string | undefined
  autoCommit: boolean
}

/** The consumers that other programs have over HTTP. */
export interface ConsumerBook {
  /** Gives its name. Refused with 409 when the group has one of this name. */
  create(instance: NewInstance): string
  /** Puts its expiry off until the work is done. Refused with 404 when there is none, or no longer. */
  use<T>(group: string, name: string, work: (instance: ConsumerInstance) => Promise<T>): Promise<T>
  remove(group: string, name: string): Promise<void>
  /** The groups that have a consumer now, with how often each of them has ever committed. */
  groups(): ReadonlyMap<string, number>
  /** The topics that any consumer has ever been subscribed to. */
  topicsRead(): ReadonlySet<string>
  close(): Promise<void>
}

interface Entry {
  instance: ConsumerInstance
  group: string
  name: string
  requests: number
  expiry?: NodeJS.Timeout
}

/** Wall time after which a consumer that nobody drives has left its group. */
const usualIdleTime = 30_000

export function consumerBook(log: MessageLog, idleTime = usualIdleTime): ConsumerBook {
  const entries = new Map<string, Entry>()
  const commits = new Map<string, number>()
  const read = new Set<string>()
  let made = 0

  const key = (group: string, name: string): string => JSON.stringify([group, name])
  const found = (group: string, name: string): Entry => {
    const entry = entries.get(key(group, name))
    if (entry === undefined) throw new Refusal(404, '40403', 'Consumer instance not found.')
    return entry
  }
  const remove = async ({ group, name, instance, expiry }: Entry): Promise<void> => {
    clearTimeout(expiry)
    entries.delete(key(group, name))
    await instance.close()
  }
  const expireLater = (entry: Entry): void => {
    clearTimeout(entry.expiry)
    entry.expiry = setTimeout(() => void remove(entry).catch(() => undefined), idleTime).unref()
  }

  return {
    create({ group, name = `rest-consumer-${++made}`, autoCommit }) {
      if (entries.has(key(group, name)))
        throw new Refusal(409, '40902', 'Consumer instance with the specified name already exists.')
      const onCommit = (): void => void commits.set(group, (commits.get(group) ?? 0) + 1)
      const onSubscribe = (topics: readonly string[]): void => topics.forEach((topic) => void read.add(topic))
      const entry: Entry = {
        group,
        name,
        instance: consumerInstance({ log, group, autoCommit, onCommit, onSubscribe }),
        requests: 0,
      }
      entries.set(key(group, name), entry)
      expireLater(entry)
      return name
    },
    async use(group, name, work) {
      const entry = found(group, name)
      clearTimeout(entry.expiry)
      entry.requests++
      try {
        return await work(entry.instance)
      } finally {
        entry.requests--
        if (entry.requests === 0 && entries.has(key(group, name))) expireLater(entry)
      }
    },
    remove: async (group, name) => remove(found(group, name)),
    groups: () => new Map([...entries.values()].map(({ group }) => [group, commits.get(group) ?? 0])),
    topicsRead: () => read,
    async close() {
      await Promise.all([...entries.values()].map(remove))
    },
  }
}
