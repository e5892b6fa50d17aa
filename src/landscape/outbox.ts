import type { Instant } from '../core/clock.ts'
import { StandinError } from '../core/error.ts'
import type { Json } from '../core/json.ts'
import type { MessageLog, TopicBatch } from '../core/message-log.ts'
import type { SqlSession, SqlStore } from '../core/sql-store.ts'

/** The table that a system with an outbox has. */
export const outboxTable = `
create table outbox (
  id bigint generated always as identity primary key,
  topic text not null,
  key text,
  payload jsonb not null,
  headers jsonb not null default '{}',
  created_at timestamptz not null default now(),
  published_at timestamptz
);
create index outbox_unpublished on outbox (id) where published_at is null;`

export interface OutboxEntry {
  topic: string
  key: string
  payload: Json
  correlationId?: string
}

/** Writes events in the transaction of the change that they tell of, so that neither is there without the other. */
export async function writeOutbox(session: SqlSession, entries: readonly OutboxEntry[], now: Instant): Promise<void> {
  if (entries.length === 0) return
  await session.query(
    `insert into outbox (topic, key, payload, headers, created_at)
     select topic, key, payload, headers, $2
     from json_to_recordset($1) as entry(topic text, key text, payload jsonb, headers jsonb)`,
    [
      JSON.stringify(
        entries.map(({ correlationId, ...entry }) => ({
          ...entry,
          headers: correlationId === undefined ? {} : { 'correlation-id': correlationId },
        })),
      ),
      new Date(now),
    ],
  )
}

interface OutboxRow extends Record<string, unknown> {
  id: number
  topic: string
  key: string
  payload: Json
  headers: Record<string, string>
}

/**
 * Moves what is in the outbox to the log, in the order it was written: at least once. Calls that come while it runs
 * share one more round.
 */
export function outboxRelay(store: SqlStore, log: MessageLog, now: () => Instant): () => Promise<void> {
  let running: Promise<void> | undefined
  let next: Promise<void> | undefined
  const drain = (): Promise<void> => {
    running = drainOnce(store, log, now()).finally(() => {
      running = undefined
    })
    return running
  }
  return () => {
    if (running === undefined) return drain()
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = undefined
        return drain()
      })
    return next
  }
}

/**
 * Relays at once, after a change that stands: when the log or the database cannot be reached, what is in the outbox goes
 * with the next round of the schedule, and whoever asked for the change is not told that it failed.
 */
export async function relayPromptly(relay: () => Promise<void>): Promise<void> {
  try {
    await relay()
  } catch (thrown) {
    if (!(thrown instanceof StandinError) || thrown.kind !== 'environment') throw thrown
  }
}

function drainOnce(store: SqlStore, log: MessageLog, now: Instant): Promise<void> {
  return store.transaction(async (session) => {
    const { rows } = await session.query<OutboxRow>(
      'select id, topic, key, payload, headers from outbox where published_at is null order by id for update skip locked',
    )
    if (rows.length === 0) return
    await log.publishTogether(byTopic(rows))
    await session.query('update outbox set published_at = $2 where id = any($1)', [
      rows.map((row) => row.id),
      new Date(now),
    ])
  })
}

function byTopic(rows: readonly OutboxRow[]): TopicBatch[] {
  const ofTopics = Map.groupBy(rows, ({ topic }) => topic)
  return [...ofTopics].map(([topic, ofTopic]) => ({
    topic,
    messages: ofTopic.map(({ key, payload, headers }) => ({ key, value: payload, headers })),
  }))
}
