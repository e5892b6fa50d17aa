import { docker } from './docker.ts'

/** Fails the suite when the engine holds anything at its end that it did not hold at its beginning. */
export function setup(): () => void {
  const before = new Set(held())
  return () => {
    const left = held().filter((thing) => !before.has(thing))
    if (left.length > 0) throw new Error(`left in the engine by the tests:\n${left.join('\n')}`)
  }
}

function held(): string[] {
  return [
    ...docker('ps', '--all', '--format', 'container {{.ID}} {{.Image}} {{.Names}}'),
    ...docker('network', 'ls', '--format', 'network {{.Name}}'),
    ...docker('volume', 'ls', '--format', 'volume {{.Name}}'),
  ]
}
