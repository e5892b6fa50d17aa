import { expect, test } from 'vitest'
import { keyedFunction } from '../../src/core/keyed/keyed-function.ts'
import { type ByteSink, byteSink } from '../../src/core/rows/byte-sink.ts'
import type { RowView } from '../../src/core/rows/row-view.ts'
import { openIdentity } from '../../src/transform/identities/open-identity.ts'
import { identityRegister } from '../../src/transform/identities/register.ts'
import { attributes } from '../../src/transform/personas/attributes.ts'
import { loadLocales } from '../../src/transform/personas/locale-data.ts'
import { locales } from '../../src/transform/personas/locales.ts'
import { openPersona, setPersona } from '../../src/transform/personas/persona.ts'
import { putAll, putNumber } from '../../src/transform/personas/put.ts'

const count = process.env.STANDIN_FUZZ === 'all' ? 10_000_000 : 30_000

/** Keys that are numbers, short codes, and too long to be held exactly. */
const starts = ['', 'C', 'customer-number/'].map((text) => new TextEncoder().encode(text))

test(`${count} identities have as many e-mail addresses and logins`, async () => {
  await loadLocales()
  const keyed = keyedFunction(Uint8Array.from({ length: 32 }, (_, index) => 3 * index))
  const identity = openIdentity({ name: 'customer', keyed, field: 0, locale: { default: 0 } })
  const persona = openPersona(keyed)
  const out = byteSink(256)
  const words = new Int32Array(4)
  let number = 0
  const row = {
    appendText(_field: number, sink: ByteSink) {
      putAll(sink, starts[number % 3] as Uint8Array)
      putNumber(sink, Math.floor(number / 3) * 7)
      return true
    },
  } as RowView
  // What was seen is kept as 64 bits of a digest: two texts look alike by chance in one of 300,000 runs.
  for (const attribute of [attributes.email, attributes.login]) {
    const seen = identityRegister({ codes: false })
    for (number = 0; number < count; number += 1) {
      identity.begin(row)
      setPersona(persona, identity.words, identity.code, number % locales.length)
      out.length = 0
      attribute.put(persona, out, 1000)
      keyed.digest(out.bytes, 0, out.length, words)
      seen.add(words[0] as number, words[1] as number, 0)
    }
    expect(seen.size).toBe(count)
  }
})
