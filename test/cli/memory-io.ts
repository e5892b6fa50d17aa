import type { CliIo, Output } from '../../src/cli/io.ts'

/** A process that exists in memory only: what it prints is kept, and its signals are sent by hand. */
export interface MemoryIo {
  io: CliIo
  printed: { out: string; err: string }
  exits: number[]
  signal(name: string): void
  uncaught(thrown: unknown): void
  /** How many listeners are there. */
  listeners(): number
}

export function memoryIo(overrides: Partial<CliIo> = {}): MemoryIo {
  const printed = { out: '', err: '' }
  const exits: number[] = []
  const onSignal = new Set<(name: string) => void>()
  const onUncaught = new Set<(thrown: unknown) => void>()
  const output = (name: 'out' | 'err'): Output => ({
    isTTY: false,
    write(text) {
      printed[name] += text
    },
  })
  const io: CliIo = {
    out: output('out'),
    err: output('err'),
    env: {},
    cwd: '/',
    cacheDirectory: '/nowhere/cache',
    temporaryDirectory: '/nowhere/tmp',
    ambient: { wallClock: { now: () => 0 }, randomBytes: (count) => new Uint8Array(count), processId: 1 },
    execPath: '/nowhere/node',
    onSignal: (listener) => subscription(onSignal, listener),
    onUncaught: (listener) => subscription(onUncaught, listener),
    exit: (code) => void exits.push(code),
    ...overrides,
  }
  return {
    io,
    printed,
    exits,
    signal(name) {
      for (const listener of onSignal) listener(name)
    },
    uncaught(thrown) {
      for (const listener of onUncaught) listener(thrown)
    },
    listeners: () => onSignal.size + onUncaught.size,
  }
}

function subscription<T>(listeners: Set<T>, listener: T): Disposable {
  listeners.add(listener)
  return { [Symbol.dispose]: () => void listeners.delete(listener) }
}
