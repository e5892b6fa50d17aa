import { dirname, resolve } from 'node:path'
import type { Place } from '../../core/place.ts'

/** Where the files of a run are. Absolute paths. */
export interface RunDirectories {
  /** What the paths of scenario files are relative to. */
  working: string
  /** This run's own, removed afterwards. */
  run: string
}

/** The directory of the scenario's file. */
export function besideScenario({ working }: RunDirectories, { file }: Place): string {
  return resolve(working, dirname(file))
}
