import type { Step, VariableDeclaration } from '../format.ts'

/** Steps that scenarios include. */
export interface FragmentFile {
  /** One sentence that says what the steps do. */
  title?: string
  /** What the steps need, read as `params.NAME`. One without a default must be given by whoever includes the file. */
  params?: Record<string, VariableDeclaration>
  /** Modules with steps of one's own, by the name that `use` says: paths from the folder of this file. */
  uses?: Record<string, string>
  /** What is done, one after the other. @minItems 1 */
  steps: Step[]
}
