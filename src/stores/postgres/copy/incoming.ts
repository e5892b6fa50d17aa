import { stepBytes } from '../../../core/rows/byte-sink.ts'

const initialSize = 1024 * 1024
const highWater = 768 * 1024

/** Bytes that arrived and are not used yet: `bytes[head, tail)`. One buffer for a whole connection. */
export interface Incoming {
  bytes: Uint8Array
  /** The same memory, for words; has a step of `appendInSteps` behind the last byte. */
  view: DataView
  head: number
  tail: number
}

export function incoming(): Incoming {
  return { ...memory(initialSize), head: 0, tail: 0 }
}

function memory(size: number): Pick<Incoming, 'bytes' | 'view'> {
  const buffer = new ArrayBuffer(size + stepBytes)
  return { bytes: new Uint8Array(buffer, 0, size), view: new DataView(buffer) }
}

/** Whether there is enough for now, and the server should be made to wait. */
export function isFull(store: Incoming): boolean {
  return store.tail - store.head >= highWater
}

/** Appends what arrived. Moves what is there to the front where that makes room. */
export function append(store: Incoming, arrived: Uint8Array): void {
  const unused = store.tail - store.head
  const needed = unused + arrived.length
  if (unused === 0) {
    store.head = 0
    store.tail = 0
    // What one huge row needed is given back.
    if (store.bytes.length > initialSize) Object.assign(store, memory(initialSize))
  }
  if (store.tail + arrived.length > store.bytes.length) {
    if (needed <= store.bytes.length) {
      store.bytes.copyWithin(0, store.head, store.tail)
    } else {
      const larger = memory(Math.max(needed, store.bytes.length * 2))
      larger.bytes.set(store.bytes.subarray(store.head, store.tail))
      Object.assign(store, larger)
    }
    store.head = 0
    store.tail = unused
  }
  store.bytes.set(arrived, store.tail)
  store.tail += arrived.length
}
