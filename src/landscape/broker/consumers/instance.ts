import { StandinError } from '../../../core/error.ts'
import type { Consumer, Message, MessageLog, Position } from '../../../core/message-log.ts'
import { Refusal } from '../../refusal.ts'

export interface FetchOptions {
  /** How long to wait for a first message, in milliseconds of wall time. */
  timeout: number
  /** No message is added that would make the keys and values larger than this; the first one always is. */
  maxBytes: number
}

/** One consumer of a group, as its program drives it over HTTP. */
export interface ConsumerInstance {
  /** Takes the place of what it was subscribed to. */
  subscribe(topics: readonly string[]): Promise<void>
  topics(): readonly string[]
  /** With automatic commits, what was handed out before counts as done. */
  fetch(options: FetchOptions): Promise<readonly Message[]>
  /** Without positions, everything that was handed out is done. */
  commit(positions?: readonly Position[]): Promise<void>
  /** Ends a fetch that is waiting, too. */
  close(): Promise<void>
}

export interface InstanceOptions {
  log: MessageLog
  group: string
  autoCommit: boolean
  onCommit(): void
  onSubscribe(topics: readonly string[]): void
}

const portion = 200

export function consumerInstance({ log, group, autoCommit, onCommit, onSubscribe }: InstanceOptions): ConsumerInstance {
  let topics: readonly string[] = []
  let consumer: Consumer | undefined
  /** Read from the log and not handed out yet. */
  let ahead: readonly Message[] = []
  const handedOut = new Map<string, Position>()
  const closing = new AbortController()
  let turn: Promise<unknown> = Promise.resolve()

  /** One request after the other, as a consumer is of one thread. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work)
    turn = mine.catch(() => undefined)
    return mine
  }

  const leave = async (): Promise<void> => {
    await consumer?.close()
    consumer = undefined
    topics = []
    ahead = []
    handedOut.clear()
  }

  const commit = async (positions: readonly Position[]): Promise<void> => {
    if (positions.length === 0) return
    if (consumer === undefined) throw new Refusal(409, '40902', 'The consumer is subscribed to nothing.')
    await consumer.commit(positions).catch(refuseLostPartition)
    onCommit()
  }

  const fetch = async ({ timeout, maxBytes }: FetchOptions): Promise<readonly Message[]> => {
    if (consumer === undefined)
      throw new Refusal(409, '40901', 'Consumer is not subscribed to any topics or assigned any partitions')
    if (autoCommit) await commit([...handedOut.values()]).catch(forget)
    handedOut.clear()
    const limit = AbortSignal.any([AbortSignal.timeout(timeout), closing.signal])
    if (ahead.length === 0) ahead = await consumer.poll(portion, limit)
    const given = withinBytes(ahead, maxBytes)
    ahead = ahead.slice(given.length)
    for (const { topic, partition, offset } of given)
      handedOut.set(`${topic}/${partition}`, { topic, partition, offset: offset + 1 })
    return given
  }

  return {
    subscribe: (wanted) =>
      inTurn(async () => {
        await leave()
        if (wanted.length > 0) consumer = await log.join(group, wanted)
        topics = wanted
        onSubscribe(wanted)
      }),
    topics: () => topics,
    fetch: (options) => inTurn(() => fetch(options)),
    commit: (positions) => inTurn(() => commit(positions ?? [...handedOut.values()])),
    close() {
      closing.abort()
      return inTurn(leave)
    },
  }
}

function withinBytes(messages: readonly Message[], most: number): readonly Message[] {
  let size = 0
  const end = messages.findIndex(({ key, value }, index) => {
    size += (key?.length ?? 0) + JSON.stringify(value).length
    return index > 0 && size > most
  })
  return end < 0 ? messages : messages.slice(0, end)
}

/** Another member has the partition now, or there is no such offset: both are for the client to deal with. */
function refuseLostPartition(thrown: unknown): never {
  const code = thrown instanceof StandinError ? thrown.problems[0]?.code : undefined
  if (code === 'log.partition-lost')
    throw new Refusal(409, '40903', 'Another member of the group reads this partition.')
  if (code === 'log.offset-out-of-range') throw new Refusal(422, '42205', 'There is no such offset.')
  throw thrown
}

/** What can no longer be committed is handed out again, to whoever reads the partition now. */
function forget(thrown: unknown): void {
  if (!(thrown instanceof Refusal)) throw thrown
}
