import { createHash } from 'node:crypto'
import { codeOf } from '../../../core/error.ts'
import type { SqlSession } from '../../../core/sql-store.ts'
import type { ChunkDone, JobMark, StoreDefinition } from '../../../core/transfer/ports.ts'

/* Beside the tables that are written, and gone before anybody else sees the database. */
const schema = '"standin ledger"'

/** Made last when a job begins: where it is, everything that has to be there before the rows is there, too. */
export async function createLedger(session: SqlSession, mark: JobMark, definition: StoreDefinition): Promise<void> {
  await session.query(`
    begin;
    create schema ${schema};
    create table ${schema}.job (mark text not null, definition text not null);
    create table ${schema}.chunk (id text primary key, rows int8 not null, bytes int8 not null);
    create table ${schema}.made (entry int4 primary key)`)
  await session.query(`insert into ${schema}.job values ($1, $2)`, [mark, hashOf(definition)])
  await session.query('commit')
}

/** The job that a ledger was made for; `undefined` where there is no ledger. */
export async function readJob(session: SqlSession): Promise<{ mark: JobMark; definition: string } | undefined> {
  try {
    const { rows } = await session.query<{ mark: JobMark; definition: string }>(
      `select mark, definition from ${schema}.job`,
    )
    return rows[0]
  } catch (thrown) {
    if (codeOf(thrown) === '42P01') return undefined
    throw thrown
  }
}

export async function readDone(session: SqlSession): Promise<ChunkDone[]> {
  const { rows } = await session.query<{ id: string; rows: string; bytes: string }>(
    `select id, rows::text, bytes::text from ${schema}.chunk order by id`,
  )
  return rows.map(({ id, rows: count, bytes }) => ({ id, rows: Number(count), bytes: Number(bytes) }))
}

/** To be called in the transaction that writes the chunk's rows. */
export async function recordChunk(session: SqlSession, { id, rows, bytes }: ChunkDone): Promise<void> {
  await session.query(`insert into ${schema}.chunk values ($1, $2, $3)`, [id, rows, bytes])
}

/** The numbers of what has been made after the rows. */
export async function readMade(session: SqlSession): Promise<Set<number>> {
  const { rows } = await session.query<{ entry: number }>(`select entry from ${schema}.made`)
  return new Set(rows.map(({ entry }) => entry))
}

/** To be run in the transaction that makes it. */
export function recordMade(entry: number): string {
  return `insert into ${schema}.made values (${entry})`
}

export async function dropLedger(session: SqlSession): Promise<void> {
  await session.query(`drop schema if exists ${schema} cascade`)
}

/** Of what was there before the rows; the rest may differ, as positions of sequences do. */
export function hashOf({ before }: StoreDefinition): string {
  return createHash('sha256').update(JSON.stringify(before)).digest('hex')
}
