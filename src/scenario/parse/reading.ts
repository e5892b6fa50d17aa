import { type Problem, StandinError } from '../../core/error.ts'
import type { LandscapeOutline } from '../../core/landscape.ts'
import type { Place } from '../../core/place.ts'
import type { HttpSettings } from '../model/http.ts'
import type { KeyedSource } from '../model/state.ts'
import type { AdjacentFile } from './adjacent-file.ts'

/** What goes along while one file is read: what is known from outside, and what has been found. */
export interface Reading {
  readonly outline: LandscapeOutline
  readonly problems: Problem[]
  /** Why names cannot be read at the moment; see `Declarations`. */
  readonly explanations: Map<string, string>
  /** Every name that some expression reads. */
  readonly used: Set<string>
  /** How the file says that all requests are sent. */
  http?: HttpSettings
  /** The directories that the file declares. */
  readonly directories: readonly string[]
  /** The file itself; paths in it are read from its folder. */
  readonly origin: AdjacentFile
  /** The files that include this one, outermost first. */
  readonly above: readonly AdjacentFile[]
  /** How many fragments have been included so far, over all files. */
  readonly fragments: { count: number }
  /** The environment is a clone of other data. */
  readonly isClone?: boolean
  /** The modules that the file uses. */
  readonly uses: Map<string, { module: string; source: string }>
  /** What the snapshots so far look at. */
  readonly snapshots: Map<string, readonly KeyedSource[]>
}

export function report(reading: Reading, code: string, message: string, place: Place, remedy?: string): void {
  reading.problems.push({ code: `scenario.${code}`, message, place, ...(remedy !== undefined && { remedy }) })
}

/** The result, or nothing when problems were found; these are kept. */
export function attempt<T>(reading: Reading, read: () => T): T | undefined {
  try {
    return read()
  } catch (thrown) {
    if (!(thrown instanceof StandinError)) throw thrown
    reading.problems.push(...thrown.problems)
    return undefined
  }
}
