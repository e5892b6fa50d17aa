import type { Ambient } from '../app/ambient.ts'

/** Takes text, and never throws: a reader that has gone away is no failure. */
export interface Output {
  write(text: string): void
  isTTY: boolean
  /** The width of a terminal, in characters. */
  columns?(): number | undefined
}

/** Everything that the command line has of the process it runs in. */
export interface CliIo {
  out: Output
  err: Output
  env: Readonly<Record<string, string | undefined>>
  /** Absolute. */
  cwd: string
  cacheDirectory: string
  temporaryDirectory: string
  ambient: Ambient
  /** Asks the person at the terminal, and gives the line that was typed; nothing when the input ends or the signal aborts. Only there where somebody can answer. */
  ask?(question: string, signal: AbortSignal): Promise<string | undefined>
  /** The Node that runs this. */
  execPath: string
  /** Calls the listener for SIGINT, SIGTERM and SIGHUP until it is disposed of. */
  onSignal(listener: (name: string) => void): Disposable
  /** Calls the listener for what nobody caught until it is disposed of. */
  onUncaught(listener: (thrown: unknown) => void): Disposable
  /** Ends the process at once. */
  exit(code: number): void
}
