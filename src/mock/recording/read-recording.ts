import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { messageOf, usageError } from '../../core/error.ts'
import { isJsonObject, type Json } from '../../core/json.ts'
import { exchangeFile, headFile, type RecordedExchange, type RecordingHead } from './recorded-exchange.ts'

export interface Recording {
  head: RecordingHead
  exchanges: readonly RecordedExchange[]
}

/** Reads what `writeRecording` has written, and what somebody has changed in it since. Throws the usage error `recording.unreadable`. */
export async function readRecording(directory: string): Promise<Recording> {
  const head = await read(directory, headFile)
  if (!isJsonObject(head) || head.version !== 1 || typeof head.exchanges !== 'number')
    throw unreadable(directory, headFile, 'it is not the head of a recording of version 1')
  const numbers = Array.from({ length: head.exchanges }, (_, index) => index + 1)
  const exchanges = await Promise.all(
    numbers.map(async (number) => {
      const exchange = await read(directory, exchangeFile(number))
      if (!isExchange(exchange)) throw unreadable(directory, exchangeFile(number), 'it is no request with its answer')
      return exchange as unknown as RecordedExchange
    }),
  )
  return { head: head as unknown as RecordingHead, exchanges }
}

function isExchange(value: Json): boolean {
  if (!isJsonObject(value) || !isJsonObject(value.request) || !isJsonObject(value.response)) return false
  const { request, response } = value
  const { status, headers } = response
  return (
    typeof request.method === 'string' &&
    typeof request.path === 'string' &&
    Array.isArray(request.query) &&
    Array.isArray(headers) &&
    typeof status === 'number' &&
    status >= 200 &&
    status <= 599
  )
}

async function read(directory: string, name: string): Promise<Json> {
  try {
    return JSON.parse(await readFile(join(directory, name), 'utf8')) as Json
  } catch (thrown) {
    throw unreadable(directory, name, messageOf(thrown))
  }
}

function unreadable(directory: string, name: string, reason: string): Error {
  return usageError({
    code: 'recording.unreadable',
    message: `${join(directory, name)} cannot be replayed: ${reason}`,
    remedy: 'Make a recording with `standin mock --record URL --to DIRECTORY`.',
  })
}
