import { MessageChannel, Worker } from 'node:worker_threads'
import { openRelay } from './dump-relay.ts'
import type { DumpOrder, DumpOutcome } from './dump-worker.ts'

/** The newest server that the pg_dump of npm can read. */
export const embeddedMajor = 18

/** TypeScript in a checkout, JavaScript in the package. */
const worker = new URL(import.meta.url.endsWith('.ts') ? './dump-worker.ts' : './dump-worker.js', import.meta.url)

/**
 * Runs the pg_dump that was compiled to WebAssembly, in a thread of its own, over a connection that is signed in here.
 * Throws `Error` with what pg_dump said, and what the driver throws.
 */
export async function dumpEmbedded(url: string, args: readonly string[], signal: AbortSignal): Promise<string> {
  const relay = await openRelay(url, 'standin-pg_dump')
  const { port1: ours, port2: theirs } = new MessageChannel()
  const answered = new Int32Array(new SharedArrayBuffer(4))
  ours.on('message', async (request: Uint8Array) => {
    ours.postMessage(await relay.exchange(request))
    Atomics.store(answered, 0, 1)
    Atomics.notify(answered, 0)
  })
  const order: DumpOrder = { args: [...args], port: theirs, answered }
  const thread = new Worker(worker, { workerData: order, transferList: [theirs], stdout: true, stderr: true })
  const outcome = Promise.withResolvers<DumpOutcome>()
  thread.once('message', outcome.resolve)
  thread.once('error', outcome.reject)
  thread.once('exit', () => outcome.reject(new Error('pg_dump ended without a word')))
  const abort = () => outcome.reject(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  try {
    signal.throwIfAborted()
    const result = await outcome.promise
    if ('failure' in result) throw new Error(result.failure)
    return result.text
  } finally {
    signal.removeEventListener('abort', abort)
    relay.close()
    ours.close()
    await thread.terminate()
  }
}
