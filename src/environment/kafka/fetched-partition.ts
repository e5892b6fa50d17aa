import type { RecordsBatch } from '@platformatic/kafka'
import type { Json } from '../../core/json.ts'
import type { Message } from '../../core/message-log.ts'

/**
 * What was fetched of a partition. Our offsets count messages. The broker's count the ends of transactions, too, and what
 * was published by transactions that were aborted.
 */
export interface FetchedPartition {
  readonly topic: string
  readonly partition: number
  readonly messages: Message[]
  /** The broker's offset of each message. */
  readonly offsets: number[]
  /** The broker's offset of what is fetched next. */
  next: number
}

export function emptyPartition(topic: string, partition: number): FetchedPartition {
  return { topic, partition, messages: [], offsets: [], next: 0 }
}

/** Our offset of an offset of the broker's: how many of the messages that were fetched come before it. */
export function ownOffset({ offsets }: FetchedPartition, offset: number): number {
  let [from, to] = [0, offsets.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if ((offsets[middle] ?? 0) < offset) from = middle + 1
    else to = middle
  }
  return from
}

/** The broker's offset of one of ours: of the message there, or behind everything that was fetched. */
export function brokerOffset({ offsets, next }: FetchedPartition, offset: number): number {
  return offsets[offset] ?? next
}

interface AbortedTransaction {
  producerId: bigint
  firstOffset: bigint
}

const transactional = 1 << 4
const control = 1 << 5
const abortMarker = 0

/** Adds what an answer holds of committed transactions and of none. It goes as far as transactions have ended. */
export function addCommitted(
  fetched: FetchedPartition,
  batches: readonly RecordsBatch[],
  aborted: readonly AbortedTransaction[],
): void {
  const upcoming = aborted.toSorted((a, b) => Number(a.firstOffset - b.firstOffset))
  const aborting = new Set<bigint>()
  for (const batch of batches) {
    const end = Number(batch.firstOffset) + batch.lastOffsetDelta
    while (upcoming[0] !== undefined && upcoming[0].firstOffset <= end) {
      aborting.add(upcoming[0].producerId)
      upcoming.shift()
    }
    if (batch.attributes & control) {
      if (batch.records[0]?.key?.readInt16BE(2) === abortMarker) aborting.delete(batch.producerId)
    } else if (!(batch.attributes & transactional && aborting.has(batch.producerId))) {
      addBatch(fetched, batch)
    }
    fetched.next = Math.max(fetched.next, end + 1)
  }
}

function addBatch(fetched: FetchedPartition, { firstOffset, firstTimestamp, records }: RecordsBatch): void {
  const { topic, partition, messages, offsets, next } = fetched
  for (const { offsetDelta, timestampDelta, key, value, headers } of records) {
    const place = Number(firstOffset) + offsetDelta
    // A batch is given whole, also when its beginning is known.
    if (place < next) continue
    const texts = headers.map(([name, text]) => [String(name ?? ''), String(text ?? '')])
    offsets.push(place)
    messages.push(
      Object.freeze({
        topic,
        partition,
        offset: messages.length,
        key: key === null ? null : key.toString(),
        value: messageValue(value),
        headers: Object.freeze(Object.fromEntries(texts)),
        timestamp: Number(firstTimestamp + timestampDelta),
      }),
    )
  }
}

/** Nobody can change what is kept. What is no JSON is a text of somebody else's. */
function messageValue(bytes: Buffer | null): Json {
  if (bytes === null) return null
  const text = bytes.toString()
  try {
    return JSON.parse(text, (_, value: unknown) => Object.freeze(value)) as Json
  } catch {
    return text
  }
}
