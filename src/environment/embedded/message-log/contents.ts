import type { Message } from '../../../core/message-log.ts'

/** What a message log held at one moment. */
export interface LogContents {
  /** By topic and partition. */
  topics: ReadonlyMap<string, readonly (readonly Message[])[]>
  /** Where each group reads on, by partition. */
  groups: ReadonlyMap<string, ReadonlyMap<string, number>>
}
