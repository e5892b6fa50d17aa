import type { EventSink } from '../../core/events.ts'
import { behaviourWith, type Defect } from '../../landscape/defects/table.ts'
import type { Pack } from '../../landscape/pack/pack.ts'
import type { Scenario } from '../../scenario/model.ts'
import type { Sweep } from '../../scenario/steps/sweep.ts'
import type { OpenSnapshot } from '../../stores/files/snapshot-source.ts'
import type { Ambient } from '../ambient.ts'
import type { FreshClone } from '../clone/fresh-clone.ts'
import type { Configuration } from '../requests.ts'
import { witnessBefore } from './witness.ts'

/** What a run on a clone has besides: the clone, and what a sweep needs to know. */
export interface ClonedRun {
  clone: FreshClone
  /** Takes the place of the run's own. */
  sink: EventSink
  /** Once the clone is made. */
  sweep(): Sweep | undefined
}

export interface ClonedRunRequest {
  scenario: Scenario
  pack: Pack
  snapshot?: OpenSnapshot
  defects: readonly Defect[]
  sink: EventSink
}

/** Nothing for a scenario that does not ask for a clone; what makes one is loaded for those that do. */
export async function clonedRun(
  configuration: Configuration,
  { scenario, pack, snapshot, defects, sink }: ClonedRunRequest,
  ambient: Ambient,
): Promise<ClonedRun | undefined> {
  if (scenario.clone === undefined) return undefined
  const { policyFile } = scenario.clone
  const { freshClone } = await import('../clone/fresh-clone.ts')
  const { exemptsFromPolicy: exempts } = behaviourWith(defects)
  const clone = freshClone(configuration, { pack, policyFile, exempts, ...(snapshot && { snapshot }) }, ambient)
  const witness = witnessBefore(sink)
  return {
    clone,
    sink: witness.sink,
    sweep() {
      const people = clone.people()
      return people && { people, told: witness.told }
    },
  }
}
