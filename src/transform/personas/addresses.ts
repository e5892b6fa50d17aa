import type { ByteSink } from '../../core/rows/byte-sink.ts'
import { putEntry } from './dictionary.ts'
import { drawBelow, draws, type Persona } from './persona.ts'
import { ascii, putAll, putByte, putDigits, putNumber } from './put.ts'
import { longestStreet } from './streets.ts'

/** In characters. */
export const longestHouseNumber = 4
export const longestStreetLine = longestStreet + 5 + longestHouseNumber
export const longestPostcode = 8

export function putStreet(persona: Persona, out: ByteSink): void {
  const { streets } = persona.data
  putEntry(streets, drawBelow(persona, draws.address, 0, streets.count), out)
}

/** 1 to 149, small ones more often; in German-speaking countries now and then with a letter. */
export function putHouseNumber(persona: Persona, out: ByteSink): void {
  const { country } = persona.data
  const number = drawBelow(persona, draws.address, 1, 150 * 150)
  putNumber(out, 1 + Math.floor((number * number) / (150 * 150 * 151)))
  if (country !== 'DE' && country !== 'AT') return
  const letter = number % 10
  if (letter < 2) putByte(out, 0x61 + letter)
}

const house = ascii(', д. ')

/** Street and house number in the order of the country. */
export function putStreetLine(persona: Persona, out: ByteSink): void {
  const { country } = persona.data
  if (country === 'GB' || country === 'US') {
    putHouseNumber(persona, out)
    putByte(out, 0x20)
    putStreet(persona, out)
    return
  }
  putStreet(persona, out)
  if (country === 'RU') putAll(out, house)
  else putByte(out, 0x20)
  putHouseNumber(persona, out)
}

const inwardLetters = ascii('ABDEFGHJLNPQRSTUWXYZ')

/** A postcode of the place; behind a British outward code, a made-up inward code. */
export function putPostcode(persona: Persona, out: ByteSink): void {
  const { postcodes } = persona.data.places
  putEntry(postcodes, placeOf(persona), out)
  if (persona.data.country !== 'GB') return
  const inward = drawBelow(persona, draws.address, 3, 4000)
  putByte(out, 0x20)
  putDigits(out, inward % 10, 1)
  putByte(out, inwardLetters[Math.floor(inward / 10) % 20] as number)
  putByte(out, inwardLetters[Math.floor(inward / 200)] as number)
}

export function putCity(persona: Persona, out: ByteSink): void {
  const { cities, cityOf } = persona.data.places
  putEntry(cities, cityOf[placeOf(persona)] as number, out)
}

export function putRegion(persona: Persona, out: ByteSink): void {
  const { regions, regionOf } = persona.data.places
  putEntry(regions, regionOf[placeOf(persona)] as number, out)
}

/** ISO 3166-1 alpha-2. */
export function putCountry(persona: Persona, out: ByteSink): void {
  const { country } = persona.data
  putByte(out, country.charCodeAt(0))
  putByte(out, country.charCodeAt(1))
}

function placeOf(persona: Persona): number {
  return drawBelow(persona, draws.address, 2, persona.data.places.postcodes.count)
}
