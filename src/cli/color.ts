import type { CliIo, Output } from './io.ts'

/** Whether a text may be coloured: only on a terminal that can, and not when NO_COLOR (https://no-color.org) is set. */
export function hasColor(io: CliIo, output: Output): boolean {
  const refused = io.env.NO_COLOR !== undefined && io.env.NO_COLOR !== ''
  return output.isTTY && !refused && io.env.TERM !== 'dumb'
}
