import type { WorkflowAction } from '../model/workflow.ts'
import { expressionObjection } from './runtime-expression.ts'

/**
 * What an output of a step means that is written as a published example of the specification has it, and not as a
 * runtime expression: `$outputs[0].id` at a request is about what it answers, since nothing else is there, and `$number`
 * at a workflow that is called is its output of that name. Nothing for everything else.
 */
export function meantOutput(
  text: string,
  does: WorkflowAction['does'] | undefined,
  outputsOf: (workflow: string) => ReadonlySet<string>,
): string | undefined {
  if (does === undefined) return undefined
  if ('workflow' in does) {
    const name = text.slice(1)
    return expressionObjection(text) !== undefined && outputsOf(does.workflow).has(name)
      ? `$outputs.${name}`
      : undefined
  }
  const [, inside] = /^\$outputs((?:\[\d+\]|\.[^\s{}.[\]#]+)+)$/.exec(text) ?? []
  return inside && `$response.body#${inside.replace(/\[(\d+)\]|\.([^.[]+)/g, '/$1$2')}`
}
