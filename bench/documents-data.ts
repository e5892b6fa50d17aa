import { type Collection, type Document, ObjectId } from 'mongodb'

/** A document of about 1 KB, different in each, with a customer's data at ten places. */
function customer(n: number): Document {
  const pad = (text: string, length: number): string => text.padEnd(length, 'lorem ipsum ')
  return {
    _id: ObjectId.createFromTime(n),
    number: `C${String(n).padStart(7, '0')}`,
    name: { first: `First${n}`, last: `Last${n}`, salutation: 'none' },
    email: `customer.${n}@example.org`,
    phone: `+49 30 ${String(n).padStart(8, '0')}`,
    born: new Date(n * 86_400_000),
    active: n % 3 === 0,
    score: n / 7,
    orders: n % 50,
    tags: ['retail', 'newsletter', `group-${n % 20}`],
    addresses: [
      {
        kind: 'billing',
        street: `Street ${n}`,
        zip: String(10_000 + (n % 80_000)),
        city: `City ${n % 500}`,
        country: 'DE',
      },
      {
        kind: 'delivery',
        street: `Road ${n}`,
        zip: String(10_000 + (n % 80_000)),
        city: `City ${n % 500}`,
        country: 'DE',
      },
    ],
    account: { iban: `DE${String(n).padStart(20, '0')}`, limit: n % 5000, currency: 'EUR' },
    attributes: { a: pad('', 60), b: pad('', 60), c: pad('', 60), d: n, e: n * 3, f: pad('', 40) },
    note: pad(`Note ${n}: `, 100),
  }
}

/** What becomes of them: ten places are replaced, by attributes of a persona, and the note word by word. */
export const policy = `version: 1
identities:
  customer: { number: bench.customer.number, locale: de }
columns:
  bench.customer:
    _id: keep
    number: { customer: number }
    name.first: { customer: firstName }
    name.last: { customer: lastName }
    name.salutation: keep
    email: { customer: email }
    phone: { customer: phone }
    born: { customer: birthDate }
    active: keep
    score: keep
    orders: keep
    tags: keep
    "addresses[].kind": keep
    "addresses[].street": { customer: streetLine }
    "addresses[].zip": keep
    "addresses[].city": { customer: city }
    "addresses[].country": keep
    account.iban: { customer: iban }
    account.limit: keep
    account.currency: keep
    attributes: keep
    note: { scrub: text }
`

export async function fill(collection: Collection, documents: number): Promise<void> {
  for (let from = 0; from < documents; from += 5_000)
    await collection.insertMany(
      Array.from({ length: Math.min(5_000, documents - from) }, (_, index) => customer(from + index)),
    )
}
