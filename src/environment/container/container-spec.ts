/** What is started, and when it counts as ready. */
export interface ContainerSpec {
  /** The name of the system; also the name under which the other containers of the run reach it. */
  name: string
  image: string
  /** What it listens on within, for TCP; there is at least one. */
  ports: readonly number[]
  environment?: Readonly<Record<string, string>>
  /** More of them, made anew for each container: two that differ in nothing else are the same. */
  secrets?: Readonly<Record<string, string>>
  /**
   * More of them, for a server that tells its clients under which address it is reached, `HOST:PORT`; the port of this
   * machine for its first one is chosen before it starts, then.
   */
  announcing?(address: string): Readonly<Record<string, string>>
  command?: readonly string[]
  /** What is copied into it before it starts. */
  files?: readonly CopiedFile[]
  /** A program of the image, with its arguments, that is run once it is ready, and has to end with 0. */
  seed?: readonly string[]
  /** When nothing is said, the image's own health check, else its listening ports. */
  waitFor?: WaitFor
  /** Milliseconds until it has to be ready; a minute when nothing is said. */
  within?: number
  /** Fixed ports of this machine, by the ports within; any free ones when nothing is said. */
  published?: Readonly<Record<number, number>>
  /** It is left for the next run, and one that is the same and that a run has left is taken instead of a new one. */
  reuse?: boolean
  /** Takes out what a run has put into it: before it is left, and again when it is taken. */
  empty?(container: RunningContainer): Promise<void>
}

export interface CopiedFile {
  /** Absolute path of a file or a directory on this machine. */
  from: string
  isDirectory: boolean
  /** Absolute path within the container. */
  to: string
}

export type WaitFor =
  /** A line of its log holds this text. */
  | { log: string }
  /** A path of a port within answers with this status, or with any that is not an error. */
  | { http: { path: string; port: number; status?: number } }
  /** Somebody who knows its protocol gets an answer; asked again and again until then. */
  | { answers(at: Address): Promise<boolean> }

export interface Address {
  host: string
  /** The port that can be reached from here for a port within. */
  port(within: number): number
}

/** A container that is ready. Ending it removes it, with its data, or leaves it for the next run. */
export interface RunningContainer extends Address, AsyncDisposable {
  id: string
  /** The value of one of its environment variables. */
  variable(name: string): string
  /** Runs a program in it. Throws `container.command`, with what it said, when it does not end with 0. */
  execute(command: readonly string[]): Promise<void>
  /** What it said last, fit to be shown. */
  lastLines(): string[]
}
