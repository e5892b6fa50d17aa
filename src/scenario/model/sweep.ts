import type { Place } from '../../core/place.ts'
import type { Checks, StepBase } from '../model.ts'

/** Looks for the people of the data that the environment is a clone of. */
export interface SweepPeopleStep extends StepBase, Checks {
  kind: 'sweep'
  /** Places that are left out. */
  except: readonly string[]
}

/** The systems start with a clone of what they would start with. */
export interface CloneDeclaration {
  /** Absolute. */
  policyFile: string
  place: Place
}
