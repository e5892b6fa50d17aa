import type { Json } from './json.ts'

export interface NewMessage {
  /** Messages of one key keep their order; a message without a key goes to any partition. */
  key: string | null
  value: Json
  headers?: Record<string, string>
}

/** Messages of one topic, in order. */
export interface TopicBatch {
  topic: string
  messages: readonly NewMessage[]
}

export interface Message {
  topic: string
  partition: number
  /** Position within its partition, from 0, without gaps. */
  offset: number
  key: string | null
  value: Json
  headers: Record<string, string>
  /** Milliseconds since 1970, by the landscape's clock. */
  timestamp: number
}

export interface Position {
  topic: string
  partition: number
  /** The offset of the next message to be read. */
  offset: number
}

/** One member of a consumer group. Partitions are divided among the members; each partition has one reader at a time. */
export interface Consumer {
  /**
   * Up to `max` messages, in order within each partition, as soon as there is at least one; an empty list when the
   * signal aborts. What was handed out and not committed is handed out again to whoever reads the partition next.
   */
  poll(max: number, signal: AbortSignal): Promise<Message[]>
  /** Remembers for the group that everything before these positions is done. Refused for a partition that another member has taken over. */
  commit(positions: readonly Position[]): Promise<void>
  /** Goes back to the committed positions: what was not committed will be polled again. */
  rewind(): Promise<void>
  /** Leaves the group; its partitions go to the other members. */
  close(): Promise<void>
}

/**
 * A log of messages with topics, partitions, keys and consumer groups, in the manner of Kafka: at least once, ordered
 * per partition, kept after reading.
 */
export interface MessageLog {
  /** Does nothing when the topic exists with as many partitions; throws `log.topic-exists` when it has another number. */
  createTopic(topic: string, options: { partitions: number }): Promise<void>
  topics(): Promise<{ topic: string; partitions: number }[]>
  /** Resolves when the messages are stored, in the order given. Throws `log.unknown-topic`. */
  publish(topic: string, messages: readonly NewMessage[]): Promise<Position[]>
  /** Stores messages of several topics so that readers see all of them or, should anything fail, none. */
  publishTogether(batches: readonly TopicBatch[]): Promise<void>
  /** Joins a group. A new group starts at the oldest message. Throws `log.unknown-topic`. */
  join(group: string, topics: readonly string[]): Promise<Consumer>
  /** Every message of a topic that is kept, by partition and offset, without a group. */
  read(topic: string): Promise<Message[]>
  /** Messages that a group has not committed yet, over all partitions of its topics. */
  lag(group: string): Promise<number>
  close(): Promise<void>
}
