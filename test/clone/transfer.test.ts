import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { transfer } from '../../src/clone/transfer.ts'
import { environmentError, StandinError } from '../../src/core/error.ts'
import type { TransferTarget } from '../../src/core/transfer/ports.ts'
import type { TransferEvent } from '../../src/core/transfer/transfer-events.ts'
import { openSnapshotTarget } from '../../src/stores/files/snapshot-target.ts'
import { contentOf, scratch } from '../stores/files/scratch.ts'
import { type MemorySourceOptions, memorySource, numberedRows } from './memory-source.ts'
import { toSnapshot } from './transferred.ts'

const items = [
  { name: 'small', chunks: [numberedRows(2)] },
  { name: 'large', chunks: Array.from({ length: 6 }, (_, index) => numberedRows(40 + index, index * 100)) },
  { name: 'empty', chunks: [] },
]

function erp(options: MemorySourceOptions = {}) {
  return memorySource(items, options)
}

/** Loses its server when the batch is asked for. */
function losing(after: number, options: MemorySourceOptions = {}) {
  let batches = 0
  return erp({
    ...options,
    async beforeBatch() {
      batches += 1
      if (batches > after) throw environmentError({ code: 'source.lost', message: 'the server went away' })
    },
  })
}

async function codeOf(attempt: Promise<unknown>): Promise<string> {
  return attempt.then(
    () => 'fine',
    (thrown: unknown) => (thrown instanceof StandinError ? thrown.code : String(thrown)),
  )
}

test('every chunk arrives once, the largest first, and the amounts are counted', async () => {
  using place = scratch()
  const events: TransferEvent[] = []
  const chunks: string[] = []
  const source = erp({ beforeBatch: async ({ id }, batch) => void (batch === 0 && chunks.push(id)) })
  const amounts = await toSnapshot({ erp: source }, join(place.path, 's'), { readers: 1, events })
  expect(chunks).toEqual([6, 5, 4, 3, 2, 1].map((number) => `large/0000${number}`).concat('small/00001'))
  expect(amounts.map(({ table, rows }) => [table, rows])).toEqual([
    ['small', 2],
    ['large', 255],
    ['empty', 0],
  ])
  const copied = events.filter((event) => event.type === 'copied')
  expect(copied.reduce((sum, { rows }) => sum + rows, 0)).toBe(257)
  const order = events.map(({ type }) => type).filter((type, index, all) => type !== all[index - 1])
  expect(order.slice(0, 3)).toEqual(['begun', 'table', 'copied'])
  expect(order.slice(-2)).toEqual(['verified', 'swapped'])
})

test('no more chunks are on their way than there are readers', async () => {
  using place = scratch()
  let [now, most] = [0, 0]
  const source = erp({
    rowsPerBatch: 1000,
    async beforeBatch() {
      now += 1
      most = Math.max(most, now)
      for (let waited = 0; most < 3 && waited < 1_000; waited += 5)
        await new Promise((resolve) => setTimeout(resolve, 5))
      now -= 1
    },
  })
  await toSnapshot({ erp: source }, join(place.path, 's'), { readers: 3 })
  expect(most).toBe(3)
})

describe('a failure', () => {
  test('of the environment keeps what is done, and a resumed run gives the same as one without a failure', async () => {
    using place = scratch()
    const [whole, directory] = [join(place.path, 'whole'), join(place.path, 'resumed')]
    await toSnapshot({ erp: erp(), shop: erp() }, whole, {})
    const told: TransferEvent[] = []
    expect(await codeOf(toSnapshot({ erp: losing(40), shop: erp() }, directory, { events: told }))).toBe('source.lost')
    expect(told.at(-1)).toEqual({ type: 'kept' })
    expect(readdirSync(place.path)).toEqual(['resumed.partial', 'whole'])
    const events: TransferEvent[] = []
    await toSnapshot({ erp: erp(), shop: erp() }, directory, { resume: true, readers: 5, events })
    expect(contentOf(directory)).toEqual(contentOf(whole))
    const [begun] = events
    expect(begun?.type === 'begun' && begun.resumed.length).toBeGreaterThan(0)
    expect(readdirSync(place.path)).toEqual(['resumed', 'whole'])
  })

  test('of anything else leaves nothing, and the target as it was', async () => {
    using place = scratch()
    const directory = join(place.path, 's')
    await toSnapshot({ erp: erp() }, directory, {})
    const before = contentOf(place.path)
    const failing = erp({
      async beforeBatch() {
        throw new StandinError('finding', { code: 'clone.unmapped-path', message: 'a path that no rule covers' })
      },
    })
    expect(await codeOf(toSnapshot({ erp: failing }, directory, {}))).toBe('clone.unmapped-path')
    expect(contentOf(place.path)).toEqual(before)
  })

  test('of one reader ends the others, and its cause is told', async () => {
    using place = scratch()
    let [ended, furthest] = [0, 0]
    const endless = memorySource([{ name: 'item', chunks: [numberedRows(100_000)] }], {
      rowsPerBatch: 1,
      beforeBatch: (_, batch) => {
        furthest = batch
        return new Promise((resolve) => setImmediate(resolve))
      },
    })
    const counted = { ...endless, read: (...all: Parameters<typeof endless.read>) => watched(endless.read(...all)) }
    async function* watched<T>(rows: AsyncIterable<T>): AsyncGenerator<T> {
      try {
        yield* rows
      } finally {
        ended += 1
      }
    }
    const stores = { erp: losing(3), shop: counted }
    expect(await codeOf(toSnapshot(stores, join(place.path, 's'), { readers: 2 }))).toBe('source.lost')
    expect(ended).toBe(1)
    expect(furthest).toBeLessThan(50_000)
  })
})

test('an interruption leaves nothing', async () => {
  using place = scratch()
  const stop = new AbortController()
  let batches = 0
  const source = erp({ beforeBatch: async () => void (++batches === 20 && stop.abort()) })
  const attempt = toSnapshot({ erp: source }, join(place.path, 's'), { signal: stop.signal })
  expect(await codeOf(attempt)).toBe('interrupted')
  expect(readdirSync(place.path)).toEqual([])
})

describe('resuming', () => {
  test('is refused when something has changed, which is said, and keeps what is there', async () => {
    using place = scratch()
    const directory = join(place.path, 's')
    const parts = { 'the policy': 'a', 'the key': 'b' }
    await codeOf(toSnapshot({ erp: losing(40) }, directory, { parts }))
    const before = contentOf(place.path)
    const changes = [
      [{ parts: { ...parts, 'the policy': 'c' } }, erp(), 'the policy'],
      [{ parts: { ...parts, 'the key': 'c' } }, erp(), 'the key'],
      [{ parts }, erp({ moment: 2 }), 'the data of the source'],
    ] as const
    for (const [options, source, name] of changes) {
      await expect(toSnapshot({ erp: source }, directory, { ...options, resume: true })).rejects.toThrow(
        `the job cannot be resumed, since this has changed: ${name}`,
      )
      expect(contentOf(place.path)).toEqual(before)
    }
    await toSnapshot({ erp: erp() }, directory, { parts, resume: true })
    expect(readdirSync(place.path)).toEqual(['s'])
  })

  test('asks a source at another moment whether anything has changed', async () => {
    using place = scratch()
    const directory = join(place.path, 's')
    await codeOf(toSnapshot({ erp: losing(60) }, directory, {}))
    const asked: unknown[] = []
    const saying = (changed: readonly string[]) => ({
      ...erp({ moment: 2 }),
      async changedSince(moment: unknown, done: readonly { id: string }[]) {
        asked.push(moment, done.length > 0)
        return changed
      },
    })
    await expect(toSnapshot({ erp: saying(['rows of small']) }, directory, { resume: true })).rejects.toThrow(
      'this has changed: rows of small',
    )
    await toSnapshot({ erp: saying([]) }, directory, { resume: true })
    expect(asked).toEqual([1, true, 1, true])
  })

  test('without anything to resume is refused', async () => {
    using place = scratch()
    const attempt = toSnapshot({ erp: erp() }, join(place.path, 's'), { resume: true })
    expect(await codeOf(attempt)).toBe('clone.nothing-to-resume')
    expect(readdirSync(place.path)).toEqual([])
  })

  test('a line of the ledger that was cut off, and half a file, are done again', async () => {
    using place = scratch()
    const [whole, directory] = [join(place.path, 'whole'), join(place.path, 'resumed')]
    await toSnapshot({ erp: erp() }, whole, {})
    await codeOf(toSnapshot({ erp: losing(60) }, directory, { readers: 1 }))
    const ledger = join(`${directory}.partial`, 'ledger.jsonl')
    const lines = readFileSync(ledger, 'utf8').split('\n')
    expect(lines.length).toBeGreaterThan(3)
    writeFileSync(
      ledger,
      lines
        .slice(0, -2)
        .join('\n')
        .concat('\n', lines.at(-2)?.slice(0, 30) ?? ''),
    )
    appendFileSync(join(`${directory}.partial`, 'erp/large/00001.txt.gz.part'), 'half')
    await toSnapshot({ erp: erp() }, directory, { resume: true })
    expect(contentOf(directory)).toEqual(contentOf(whole))
  })

  test('a run without it begins anew', async () => {
    using place = scratch()
    const directory = join(place.path, 's')
    await codeOf(toSnapshot({ erp: losing(40) }, directory, {}))
    const events: TransferEvent[] = []
    await toSnapshot({ erp: erp({ moment: 2 }) }, directory, { events })
    expect(events[0]).toMatchObject({ type: 'begun', resumed: [] })
    expect(readdirSync(place.path)).toEqual(['s'])
  })

  test('a system that the earlier run did not come to is begun', async () => {
    using place = scratch()
    const [whole, directory] = [join(place.path, 'whole'), join(place.path, 's')]
    await toSnapshot({ erp: erp(), shop: erp() }, whole, {})
    await codeOf(toSnapshot({ erp: losing(40) }, directory, {}))
    await toSnapshot({ erp: erp(), shop: erp() }, directory, { resume: true })
    expect(contentOf(directory)).toEqual(contentOf(whole))
  })
})

test('nothing is swapped in before everything is verified, and a swap that fails is taken back', async () => {
  using place = scratch()
  const directory = join(place.path, 's')
  await toSnapshot({ erp: memorySource([{ name: 'old', chunks: [numberedRows(1)] }]) }, directory, {})
  const before = contentOf(place.path)
  const log: string[] = []
  {
    await using snapshot = await openSnapshotTarget(directory, {
      made: {},
      processId: 2,
      isRunning: async () => false,
    })
    const first = snapshot.targetOf('erp')
    const failing: TransferTarget = {
      ...first,
      begin: async () => ({ done: [] }),
      write: async (chunk, batches) => {
        for await (const _ of batches);
        return { id: chunk.id, rows: chunk.rows, bytes: 1 }
      },
      complete: async () => void log.push('complete'),
      verify: async () => void log.push('verify'),
      async swapIn() {
        log.push('swap')
        throw environmentError({ code: 'target.lost', message: 'the server went away' })
      },
    }
    const stores = [
      { system: 'erp', source: erp(), target: first, transformOf: () => undefined },
      { system: 'shop', source: erp(), target: failing, transformOf: () => undefined },
    ]
    const sink = (event: TransferEvent): void => void (event.type === 'swapped' && log.push(`swapped ${event.system}`))
    const signal = new AbortController().signal
    expect(await codeOf(transfer(stores, { parts: {}, resume: false, readers: 2, sink, signal }))).toBe('target.lost')
  }
  expect(log).toEqual(['complete', 'verify', 'swapped erp', 'swap'])
  expect(contentOf(place.path)).toEqual(before)
})

test('a count that differs is told, and nothing is swapped in', async () => {
  using place = scratch()
  const directory = join(place.path, 's')
  await using snapshot = await openSnapshotTarget(directory, { made: {}, processId: 2, isRunning: async () => false })
  const target = snapshot.targetOf('erp')
  const lying: TransferTarget = {
    ...target,
    write: async (...all) => ({ ...(await target.write(...all)), rows: 1 }),
  }
  const stores = [{ system: 'erp', source: erp(), target: lying, transformOf: () => undefined }]
  const signal = new AbortController().signal
  const attempt = transfer(stores, { parts: {}, resume: false, readers: 2, sink: () => undefined, signal })
  expect(await codeOf(attempt)).toBe('clone.unverified')
})
