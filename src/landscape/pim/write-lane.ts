export type WriteLane = <T>(write: () => Promise<T>) => Promise<T>

/** Lets writes through one after the other, so that none overwrites what came after its reading. */
export function writeLane(): WriteLane {
  let last: Promise<unknown> = Promise.resolve()
  return (write) => {
    const turn = last.then(write)
    last = turn.catch(() => undefined)
    return turn
  }
}
