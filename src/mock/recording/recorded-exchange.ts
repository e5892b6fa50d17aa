import type { Json } from '../../core/json.ts'

/** A request to a real system, and what it answered. */
export interface RecordedExchange {
  request: {
    method: string
    path: string
    query: readonly (readonly [name: string, value: string])[]
    headers: Readonly<Record<string, string>>
    body?: RecordedBody
  }
  response: {
    status: number
    headers: readonly (readonly [name: string, value: string])[]
    body?: RecordedBody
  }
}

export type RecordedBody =
  | { json: Json }
  /** One value of JSON on each line. */
  | { lines: readonly Json[] }
  | { form: readonly (readonly [name: string, value: string])[] }
  | { xml: string }
  | { text: string }
  /** Nothing can say whether there is something personal in it, so that only its length is kept. */
  | { omitted: string; bytes: number }

/** The file beside the exchanges; it is written last. */
export interface RecordingHead {
  version: 1
  exchanges: number
  /** Of the key that stand-ins were derived from; missing when that was thrown away. */
  key?: string
  keep: readonly string[]
  mask: readonly string[]
}

/** Stands for the URL that a recording is replayed at. */
export const ownOrigin = '{{origin}}'

export const headFile = 'recording.json'

export function exchangeFile(number: number): string {
  return `${String(number).padStart(6, '0')}.json`
}
