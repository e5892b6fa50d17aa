import { keyedFunction } from '../../../src/core/keyed/keyed-function.ts'
import { appendText, type ByteSink, byteSink } from '../../../src/core/rows/byte-sink.ts'
import type { RowView } from '../../../src/core/rows/row-view.ts'
import { openIdentity } from '../../../src/transform/identities/open-identity.ts'
import { type AttributeName, attributes } from '../../../src/transform/personas/attributes.ts'
import { type Locale, locales } from '../../../src/transform/personas/locales.ts'
import { openPersona, type Persona, setPersona } from '../../../src/transform/personas/persona.ts'

/** The key of all published test vectors: the bytes 0 to 31. */
export const testKey = Uint8Array.from({ length: 32 }, (_, index) => index)

/** A row of texts, as a store would hold it. */
export function rowOf(...fields: readonly (string | null)[]): RowView {
  const sink = byteSink(64)
  const starts = new Int32Array(fields.length).fill(-1)
  const ends = new Int32Array(fields.length).fill(-1)
  fields.forEach((field, index) => {
    if (field === null) return
    starts[index] = sink.length
    appendText(sink, field)
    ends[index] = sink.length
  })
  const bytes = sink.bytes.slice(0, sink.length)
  return {
    bytes,
    starts,
    ends,
    appendText(field: number, out: ByteSink) {
      const value = fields[field]
      if (value === null || value === undefined) return false
      appendText(out, value)
      return true
    },
    value: (field) => fields[field] ?? null,
  }
}

/** The persona of a key, with a function that reads its attributes. */
export function personaOf(key: string, locale: Locale, name = 'customer') {
  const keyed = keyedFunction(testKey)
  const identity = openIdentity({ name, keyed, field: 0, locale: { default: locales.indexOf(locale) } })
  const persona = openPersona(keyed.derive('columns').derive('personas').derive(name))
  identity.begin(rowOf(key))
  setPersona(persona, identity.words, identity.code, identity.locale)
  return readerOf(persona)
}

export type Reader = (attribute: Exclude<AttributeName, 'number'>, most?: number) => string

function readerOf(persona: Persona): Reader {
  return (attribute, most = 1000) => {
    const out = byteSink(256)
    attributes[attribute].put(persona, out, most)
    return new TextDecoder().decode(out.bytes.subarray(0, out.length))
  }
}

/** Personas of many keys, one after the other; each is valid until the next. */
export function* personasOf(locale: Locale, count: number): Generator<Reader> {
  const keyed = keyedFunction(testKey)
  const identity = openIdentity({ name: 'customer', keyed, field: 0, locale: { default: locales.indexOf(locale) } })
  const persona = openPersona(keyed.derive('columns').derive('personas').derive('customer'))
  const read = readerOf(persona)
  for (let number = 0; number < count; number += 1) {
    identity.begin(rowOf(`C${number}`))
    setPersona(persona, identity.words, identity.code, identity.locale)
    yield read
  }
}
