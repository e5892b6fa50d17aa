import { createHash } from 'node:crypto'
import { hostname } from 'node:os'
import { basename, dirname } from 'node:path'

/** How we know our own containers and networks again, among those of everybody else. */
export const labels = {
  run: 'org.standin.run',
  directory: 'org.standin.directory',
  /** Engines can be shared by machines whose directories cannot be seen from here. */
  machine: 'org.standin.machine',
  system: 'org.standin.system',
  /** Of one that is to be left for the next run: everything that makes two of them the same. */
  kept: 'org.standin.kept',
  /** Of which standin.yaml it is the system. */
  landscape: 'org.standin.landscape',
} as const

/** What everything of one run is labelled with. */
export function runLabels(runDirectory: string): Record<string, string> {
  return {
    [labels.run]: basename(runDirectory),
    [labels.directory]: runDirectory,
    [labels.machine]: machineMark(dirname(runDirectory)),
  }
}

/** The same for all runs on this machine that share a temporary directory. */
export function machineMark(temporaryDirectory: string): string {
  return createHash('sha256').update(`${hostname()}\0${temporaryDirectory}`).digest('hex').slice(0, 16)
}

/** The same for all runs of a standin.yaml. */
export function landscapeMark(landscapeFile: string): string {
  return createHash('sha256').update(landscapeFile).digest('hex').slice(0, 16)
}
