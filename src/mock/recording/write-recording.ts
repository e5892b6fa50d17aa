import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ExchangeMasking, learnExchange, maskedExchange } from './mask-exchange.ts'
import { exchangeFile, headFile, type RecordedExchange, type RecordingHead } from './recorded-exchange.ts'

/**
 * Writes a recording, masked. Everything is looked at before the first file is written, so that a name in a text of the
 * first exchange is known by the field that it stands in in the last.
 */
export async function writeRecording(
  directory: string,
  exchanges: readonly RecordedExchange[],
  masking: ExchangeMasking,
  head: Omit<RecordingHead, 'version' | 'exchanges'>,
): Promise<void> {
  for (const exchange of exchanges) learnExchange(exchange, masking)
  for (const [index, exchange] of exchanges.entries())
    await write(join(directory, exchangeFile(index + 1)), maskedExchange(exchange, masking))
  await write(join(directory, headFile), { version: 1, exchanges: exchanges.length, ...head })
}

function write(path: string, value: object): Promise<void> {
  return writeFile(path, `${JSON.stringify(value, null, 2)}\n`, { flag: 'wx' })
}
