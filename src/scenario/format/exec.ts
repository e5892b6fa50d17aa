import type { CheckedStep } from '../format.ts'

/** Runs a program, without a shell; only with `--allow-exec`. The answer is `{ code, stdout, stderr }`. */
export interface ExecStep extends CheckedStep {
  /** The program. */
  exec: {
    /** The program and its arguments. @minItems 1 */
    command: string[]
    /** Variables, besides those of the process that runs the scenario. */
    env?: Record<string, string>
    /** What the program reads from its standard input. */
    stdin?: string
    /** Where it runs, relative to the scenario's file; beside that file when nothing is said. */
    cwd?: string
  }
}
