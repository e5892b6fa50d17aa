import type { KeyedFunction } from '../../core/keyed/keyed-function.ts'
import { byteSink } from '../../core/rows/byte-sink.ts'
import { appendCanonical } from '../identities/canonical.ts'
import { digestCode } from '../identities/identity-code.ts'
import type { RowIdentity } from '../strategy.ts'
import { openPersona, type Persona, setPersona } from './persona.ts'

export type CurrentPersona = (bytes: Uint8Array, start: number, end: number) => Persona

/** By the identity of a table's rows: all its columns share one persona, so that nothing is drawn twice in a row. */
const opened = new WeakMap<RowIdentity, { keyed: KeyedFunction; name: string; current: CurrentPersona }>()

/** `keyed` is the one that all columns of the table derive from; `name` is the identity's. */
export function rowPersona(keyed: KeyedFunction, name: string, identity: RowIdentity): CurrentPersona {
  const known = opened.get(identity)
  if (known !== undefined && known.keyed === keyed && known.name === name) return known.current
  const current = currentPersona(keyed.derive('personas').derive(name), identity)
  opened.set(identity, { keyed, name, current })
  return current
}

/**
 * Gives the persona of the row that is worked on. Where the row's key is NULL, the replaced value `bytes[start, end)`
 * stands for the identity, under a key of its own: equal values get equal personas, and no persona of anybody else.
 */
function currentPersona(keyed: KeyedFunction, identity: RowIdentity): CurrentPersona {
  const persona = openPersona(keyed)
  const nobody = keyed.derive('nobody')
  const canonical = byteSink(256)
  const words = new Int32Array(4)
  const code = new Int32Array(3)
  let row = -1
  return (bytes, start, end) => {
    if (identity.row === row) return persona
    if (identity.present) {
      setPersona(persona, identity.words, identity.code, identity.locale)
      row = identity.row
      return persona
    }
    row = -1
    canonical.length = 0
    appendCanonical(bytes, start, end, canonical)
    nobody.digest(canonical.bytes, 0, canonical.length, words)
    code[0] = words[0] as number
    code[1] = words[1] as number
    code[2] = ((words[2] as number) & 0xffff_0000) | digestCode
    setPersona(persona, words, code, identity.locale)
    return persona
  }
}
