import type { Problem } from '../core/error.ts'
import type { ScenarioResult, Verdict } from '../core/events.ts'
import type { StoreBackend } from '../core/landscape.ts'
import type { Place } from '../core/place.ts'
import type { RunOptions } from './run-options.ts'

/** Everything that comes from outside, resolved by the command line into one frozen value. All paths are absolute. */
export interface Configuration {
  workingDirectory: string
  /** Keeps initialized databases between runs; safe to delete at any time. */
  cacheDirectory: string
  /** Holds one directory for each running environment. */
  temporaryDirectory: string
  /** standin.yaml; the shipped landscape when there is none. */
  landscapeFile?: string
  /** What `${NAME}` in standin.yaml reads. */
  variables: Readonly<Record<string, string | undefined>>
  /** The address that APIs are served on, instead of the loopback address. */
  host?: string
  /** The registry that images are pulled from, instead of the landscape's or Docker Hub. */
  registry?: string
  /** Steps may start programs. */
  allowExec?: boolean
  /** The user vouches that the systems of others, which are written to, are there for tests. */
  iKnow?: boolean
  /** As typed: `none`, a URL, or the command that starts the user's own connector; else the reference connector. */
  connector?: string
}

export interface RunRequest extends RunOptions {
  /** Names of scenarios or paths of files; all that are found when empty. */
  scenarios: readonly string[]
  /** As typed: `NAME=value` split at the first `=`. */
  vars: Readonly<Record<string, string>>
  seed?: string
  /** Defects that are switched on, to see a scenario fail. */
  defects: readonly string[]
  /** Absolute path of a snapshot whose data the systems start with, instead of a pack's. */
  snapshot?: string
}

export interface RunOutcome {
  verdict: Verdict
  results: readonly ScenarioResult[]
}

/** What would be run. */
export interface RunPlan {
  scenarios: readonly PlannedScenario[]
}

export interface PlannedScenario {
  name: string
  title: string
  file: string
  /** None where each is drawn when it runs. */
  seeds: readonly string[]
  steps: readonly { name: string; verb: string; place: Place }[]
  finally: readonly { name: string; verb: string; place: Place }[]
  invariants: readonly string[]
  replay: string
}

export interface ProveRequest {
  scenarios: readonly string[]
  vars: Readonly<Record<string, string>>
  seed?: string
}

/** What became of one scenario under each of its defects. */
export interface Proof {
  scenario: string
  file: string
  /** Without a defect it must pass. */
  baseline: ScenarioResult
  /** With each defect it must fail. */
  defects: readonly { defect: string; caught: boolean; result: ScenarioResult }[]
  proven: boolean
}

export interface ScenarioSummary {
  name: string
  title: string
  file: string
  tags: readonly string[]
  catches: readonly string[]
  vars: readonly { name: string; type: string; default?: string | number | boolean; description?: string }[]
}

export interface ScenarioDetails extends ScenarioSummary {
  description?: string
  pack?: string
  steps: readonly { name: string; verb: string; place: Place }[]
  invariants: readonly string[]
}

export interface LintOutcome {
  files: number
  problems: readonly Problem[]
}

/** A container that a run had left for the next one. */
export interface CleanedContainer {
  system: string
  image: string
  /** It was not removed: an environment or a run has it. */
  isInUse: boolean
}

export interface SystemStatus {
  name: string
  url?: string
  storeUrl?: string
  storeBackend?: StoreBackend
  /** `PostgreSQL 18.4` */
  storeVersion?: string
  storeSize?: { amount: number; unit: 'bytes' | 'documents' }
  credentials: Readonly<Record<string, string>>
}

export interface EnvironmentStatus {
  name: string
  state: 'up'
  /** Process that hosts it. */
  pid: number
  /** ISO 8601. */
  startedAt: string
  ageSeconds: number
  /** The environment that this one is a branch of. */
  branchOf?: string
  /** How its databases are copied to be put back: `clone` shares blocks of the file system. Missing where they cannot be. */
  resetBy?: 'clone' | 'copy'
  /** ISO 8601. */
  saves: readonly { name: string; at: string }[]
  /** What its systems started with: a pack's name, or `snapshot` and the first digits of its hash. */
  pack: string
  /** The landscape's own time, ISO 8601. */
  landscapeTime: string
  systems: readonly SystemStatus[]
  topics: readonly { topic: string; partitions: number; messages: number }[]
}
