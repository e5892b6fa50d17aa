import type { Json } from '../../core/json.ts'
import type { MessageLog, NewMessage } from '../../core/message-log.ts'
import type { SqlStore } from '../../core/sql-store.ts'
import { openRowChanges } from '../change-feed/change-feed.ts'
import type { RowChange, RowChanges } from '../change-feed/row-change.ts'
import { Refusal } from '../refusal.ts'

/** Which rows become events, and where. */
export interface FeedConfig {
  database: string
  tables: readonly string[]
  topic: string
  /** The column whose value is the key of the messages. */
  key: string
}

export interface FeedState extends FeedConfig {
  name: string
  way: RowChanges['way']
}

/** Rows that are changed in PostgreSQL become messages. */
export interface ChangeFeeds {
  /** Starts a feed: it tells of changes from now on. The same one again changes nothing; another of its name is refused. */
  start(name: string, config: FeedConfig): Promise<FeedState>
  list(): FeedState[]
  /** Ends it, and says whether there was one. */
  end(name: string): Promise<boolean>
  /** Publishes what has changed since the last time, feed by feed. */
  relay(): Promise<void>
  /** Ends all of them. A database that is not there any more has nothing left of them. */
  close(): Promise<void>
}

interface Feed extends FeedState {
  changes: RowChanges
}

const isName = /^[a-z][a-z0-9_]{0,40}$/

export function changeFeeds(stores: Readonly<Record<string, SqlStore>>, log: MessageLog): ChangeFeeds {
  const feeds = new Map<string, Feed>()

  const publish = async ({ database, topic, key }: Feed, changes: readonly RowChange[]): Promise<void> => {
    const messages = changes.map(({ table, op, before, after, position }): NewMessage => {
      const value: Json = { op, before, after, source: { db: database, table, position } }
      return { key: after?.[key] ?? before?.[key] ?? null, value }
    })
    await log.publish(topic, messages)
  }

  return {
    async start(name, config) {
      const known = feeds.get(name)
      if (known !== undefined && isSame(known, config)) return stateOf(known)
      if (known !== undefined)
        throw new Refusal(409, '409', `Connector ${name} already exists with another configuration`)
      if (!isName.test(name)) throw new Refusal(400, '400', 'the name of a connector has letters, digits and _')
      const store = stores[config.database]
      if (store === undefined) throw new Refusal(400, '400', `there is no database ${config.database.slice(0, 60)}`)
      if (!(await log.topics()).some(({ topic }) => topic === config.topic))
        throw new Refusal(400, '400', `there is no topic ${config.topic.slice(0, 60)}`)
      await checkTables(store, config)
      const changes = await openRowChanges(store, `feed_${name}`, config.tables)
      const feed: Feed = { ...config, name, way: changes.way, changes }
      feeds.set(name, feed)
      return stateOf(feed)
    },
    list: () => [...feeds.values()].map(stateOf),
    async end(name) {
      const feed = feeds.get(name)
      feeds.delete(name)
      await feed?.changes.close()
      return feed !== undefined
    },
    async close() {
      await Promise.allSettled([...feeds.values()].map(({ changes }) => changes.close()))
      feeds.clear()
    },
    async relay() {
      for (const feed of feeds.values()) await feed.changes.drain((changes) => publish(feed, changes))
    },
  }
}

async function checkTables(store: SqlStore, { tables, key }: FeedConfig): Promise<void> {
  const { rows } = await store.query<{ name: string }>(
    `select table_name::text as name from information_schema.columns
     where table_schema = current_schema() and table_name = any($1) and column_name = $2`,
    [tables, key],
  )
  const known = new Set(rows.map(({ name }) => name))
  const unknown = tables.filter((table) => !known.has(table))
  if (tables.length === 0 || unknown.length > 0)
    throw new Refusal(
      400,
      '400',
      `each table needs the column ${key.slice(0, 60)}: ${unknown.join(', ').slice(0, 200)}`,
    )
}

function isSame(known: Feed, { database, tables, topic, key }: FeedConfig): boolean {
  return (
    known.database === database && known.topic === topic && known.key === key && known.tables.join() === tables.join()
  )
}

function stateOf({ changes: _, ...state }: Feed): FeedState {
  return state
}
