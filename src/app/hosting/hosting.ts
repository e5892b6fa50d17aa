import type { Instant } from '../../core/clock.ts'
import type { ContainerHost } from '../../environment/container/container-host.ts'
import type { LandscapeFile } from '../../landscape/format.ts'
import type { Pack } from '../../landscape/pack/pack.ts'
import type { Configuration } from '../requests.ts'

/** What opening stores and topics has to know of the run. */
export interface Hosting {
  configuration: Configuration
  /** Holds everything that is written for the run; removed with it. */
  directory: string
  file: LandscapeFile
  pack: Pack
  /** Stores start without rows, since their data comes from a snapshot. */
  isEmpty: boolean
  /** A random text that nobody can guess. */
  newSecret(): string
  /** The landscape's time. */
  now(): Instant
  /** Opened when somebody first asks for it. */
  containers(): Promise<ContainerHost>
  signal: AbortSignal
}
