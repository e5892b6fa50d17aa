import type { Random } from '../../../core/random.ts'
import { firstNames, lastNames, word } from './text-for-name.ts'

/** 2026-01-01, so that answers do not depend on the day on which they are made. */
const newYear = Date.UTC(2026, 0, 1)
const secondsOfYear = 365 * 86_400

/** By the names of the registry of JSON Schema and OpenAPI formats. Addresses of people and hosts are reserved ones. */
export const formats: Readonly<Record<string, (random: Random) => string>> = {
  'date-time': (random) => moment(random).replace('.000', ''),
  date: (random) => moment(random).slice(0, 10),
  time: (random) => `${moment(random).slice(11, 19)}Z`,
  duration: (random) => `PT${1 + random.below(59)}M`,
  email,
  'idn-email': email,
  hostname: (random) => `${word(random)}.example.com`,
  'idn-hostname': (random) => `${word(random)}.example.com`,
  /** RFC 5737. */
  ipv4: (random) => `192.0.2.${1 + random.below(254)}`,
  /** RFC 3849. */
  ipv6: (random) => `2001:db8::${(1 + random.below(0xfffe)).toString(16)}`,
  uri: (random) => `https://example.com/${word(random)}`,
  'uri-reference': (random) => `/${word(random)}`,
  iri: (random) => `https://example.com/${word(random)}`,
  'iri-reference': (random) => `/${word(random)}`,
  url: (random) => `https://example.com/${word(random)}`,
  uuid,
  byte: (random) => Buffer.from(word(random)).toString('base64'),
  binary: (random) => word(random),
  password: (random) => `${word(random)}-${word(random)}-${random.below(100)}`,
  'json-pointer': (random) => `/${word(random)}`,
  'relative-json-pointer': () => '1',
  regex: () => '^[a-z]+$',
}

function moment(random: Random): string {
  return new Date(newYear + random.below(secondsOfYear) * 1_000).toISOString()
}

/** RFC 2606. */
function email(random: Random): string {
  const [first, last] = [firstNames, lastNames].map((names) => names[random.below(names.length)]?.toLowerCase())
  return `${first}.${last}@example.${['com', 'org', 'net'][random.below(3)]}`
}

/** Of version 4 (RFC 9562). */
export function uuid(random: Random): string {
  return 'xxxxxxxx-xxxx-4xxx-vxxx-xxxxxxxxxxxx'.replace(/[xv]/g, (sign) =>
    (sign === 'x' ? random.below(16) : 8 + random.below(4)).toString(16),
  )
}
