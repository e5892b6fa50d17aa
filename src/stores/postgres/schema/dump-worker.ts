import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { pgDump } from '@electric-sql/pglite-tools/pg_dump'

/** What a dump is started with. */
export interface DumpOrder {
  args: string[]
  /** Takes what pg_dump sends to the server, and gives what the server answers, one message for each. */
  port: MessagePort
  /** Set to 1 when the answer is there. */
  answered: Int32Array<SharedArrayBuffer>
}

export type DumpOutcome = { text: string } | { failure: string }

const { args, port, answered } = workerData as DumpOrder

/* The program cannot wait for a promise, so this thread stands still until the other one has the server's answer. */
function exchange(request: Uint8Array): Uint8Array {
  port.postMessage(request.slice())
  // The call that woke us for the last answer may come only now, and wake us once more.
  while (Atomics.load(answered, 0) === 0) Atomics.wait(answered, 0, 0)
  Atomics.store(answered, 0, 0)
  return receiveMessageOnPort(port)?.message as Uint8Array
}

/* As much of a PGlite as pg_dump uses: it asks for the search path only to put it back. */
const server = {
  execProtocolRawStream(request: Uint8Array, { onRawData }: { onRawData: (answer: Uint8Array) => void }) {
    const answer = exchange(request)
    if (answer.length > 0) onRawData(answer)
  },
  query: async () => ({ rows: [{ search_path: '""' }] }),
  exec: async () => [],
}

const outcome: DumpOutcome = await pgDump({ pg: server as never, args }).then(
  async (file) => ({ text: await file.text() }),
  (thrown: unknown) => ({ failure: thrown instanceof Error ? thrown.message : String(thrown) }),
)
parentPort?.postMessage(outcome)
port.close()
