import { readFile } from 'node:fs/promises'
import { messageOf, usageError } from '../../core/error.ts'
import type { Policy } from '../../policy/policy.ts'
import { readPolicy } from '../../policy/read-policy.ts'

/** Throws usage errors: `policy.unreadable`, and what is wrong with the policy. */
export async function policyIn(file: string): Promise<Policy> {
  const text = await readFile(file, 'utf8').catch((thrown: unknown) => {
    throw usageError({
      code: 'policy.unreadable',
      message: `cannot read the policy ${file}: ${messageOf(thrown)}`,
      remedy: 'give the path of a policy.yaml with --policy',
    })
  })
  return readPolicy(text, file)
}
