import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Dictionary, dictionary } from './dictionary.ts'

/** Postcodes with the place and region that each belongs to. */
export interface Places {
  postcodes: Dictionary
  /** By the postcode's place in its dictionary. */
  cityOf: Uint16Array
  regionOf: Uint8Array
  cities: Dictionary
  regions: Dictionary
}

export type PlacesCountry = 'DE' | 'AT' | 'PL' | 'IT' | 'RU' | 'GB' | 'US'

/** In characters, of any country. */
export const longestCity = 24
export const longestRegion = 33

/** The same two levels below the package from src/transform/personas and dist/transform/personas. */
const directory = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', 'data', 'personas')

/** Reads the shipped file of a country (data/personas/README.md says how it is written, and where it comes from). */
export function readPlaces(country: PlacesCountry): Places {
  const regions: string[] = []
  const cities: string[] = []
  const postcodes: string[] = []
  const cityOf: number[] = []
  const regionOf: number[] = []
  for (const line of readFileSync(join(directory, `${country}.txt`), 'utf8').split('\n')) {
    if (line.startsWith('=')) regions.push(line.slice(1))
    const [city, codes] = line.split('\t')
    if (city === undefined || codes === undefined) continue
    cities.push(city)
    for (const code of codes.split(' ')) {
      postcodes.push(code)
      cityOf.push(cities.length - 1)
      regionOf.push(regions.length - 1)
    }
  }
  return {
    postcodes: dictionary(postcodes),
    cityOf: Uint16Array.from(cityOf),
    regionOf: Uint8Array.from(regionOf),
    cities: dictionary(cities),
    regions: dictionary(regions),
  }
}
