import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { concealment } from '../../core/concealment.ts'
import { isSensitive } from '../../core/masked-text.ts'

const keptLines = 20
const longestLine = 500

/** Keeps what a container says: all of it in a file of the run, the last lines to be shown. */
export interface ContainerLog {
  /** Reads the first stream that it is given; resolves when that has ended. */
  follow(stream: Readable): Promise<void>
  /** Reads no more of it. */
  stop(): void
  /** The last lines, fit to be shown. */
  lastLines(): string[]
  /** A text of the container without the secrets that it was given. */
  shown(text: string): string
}

export function containerLog(file: string, environment: Readonly<Record<string, string>>): ContainerLog {
  const concealed = concealment(secretsOf(environment))
  const lines: string[] = []
  const shown = (text: string): string => concealed.text(withoutControls(text.trim()))
  let reading: Promise<void> | undefined
  let source: Readable | undefined
  const read = async (stream: Readable): Promise<void> => {
    source = stream
    const kept = createWriteStream(file, { flags: 'a', mode: 0o600 })
    // A full disk, a directory that is being removed: the log is not worth the end of the run.
    kept.on('error', () => undefined)
    stream.on('error', () => undefined)
    stream.pipe(kept)
    const reader = createInterface({ input: stream })
    reader.on('line', (line) => {
      if (line.trim() === '') return
      lines.push(line.trimEnd())
      if (lines.length > keptLines) lines.shift()
    })
    await once(reader, 'close')
  }
  return {
    follow(stream) {
      if (reading === undefined) reading = read(stream)
      else stream.destroy()
      return reading
    },
    stop: () => void source?.destroy(),
    lastLines: () => lines.map((line) => shown(line).slice(0, longestLine)),
    shown,
  }
}

/** A log may hold anything, also what would move the cursor of the terminal that it is shown in. */
function withoutControls(line: string): string {
  return line.replace(/(?!\n)\p{Cc}(\[[\d;]*[A-Za-z])?/gu, '')
}

/** Values of variables that are called like secrets, and the passwords of URLs. */
function secretsOf(environment: Readonly<Record<string, string>>): string[] {
  return Object.entries(environment).flatMap(([key, value]) => {
    const password = decodeURIComponent(URL.parse(value)?.password ?? '')
    const isSecret = isSensitive(key) || /pass|key|credential/i.test(key)
    return [isSecret ? value : '', password].filter((text) => text.length >= 4)
  })
}
