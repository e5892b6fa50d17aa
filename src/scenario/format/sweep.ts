import type { CheckedStep } from '../format.ts'

/**
 * Looks for people in everything that the systems hold and have sent, and in what reports have been told. The answer is
 * `{ sought, coinciding, searched, findings }`; to find somebody is a failure, and so is to have looked for nobody.
 */
export interface SweepStep extends CheckedStep {
  /** What is looked for, and where. */
  sweep: {
    /** Whose people: those of the data that this environment is a clone of (`given.clone`). */
    for: 'source'
    /** Places as findings name them (`erp.warehouse.street`, `topic orders`) where nobody is meant. */
    except?: string[]
  }
}

/** The systems start with a clone, made for this run under a key that nobody keeps. */
export interface GivenClone {
  /** What becomes of the data: the path of a policy.yaml, from the folder of this file. */
  policy: string
}
