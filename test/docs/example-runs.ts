import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Sandbox, sandbox } from '../e2e/sandbox.ts'
import { serve } from '../scenario/trial.ts'
import { docs } from './markdown.ts'
import { openPartner } from './partner.ts'

export interface Outcome {
  code: number | null
  said: string
}

/** What a user sees who copies the text into a file beside those of docs/examples and runs it. */
export async function outcomeOf(text: string, flags = ''): Promise<Outcome> {
  using box = besideExamples()
  return await run(box, text, flags)
}

/** The same beside the systems of a partner, whose addresses are variables. */
export async function outcomeBesidePartner(text: string): Promise<Outcome> {
  using box = besideExamples()
  await using partner = await openPartner(box.directory)
  const declared = Object.entries(partner.vars).map(([name, value]) => `${name}: "${value}"`)
  return await run(box, text.replace(/^steps:/m, `given: { vars: { ${declared.join(', ')} } }\nsteps:`))
}

/** The same beside a system that somebody else serves, and that cannot follow the landscape's clock. */
export async function outcomeBesideTcp(text: string): Promise<Outcome> {
  using box = besideExamples()
  await using cache = await serve(() => ({ body: 'here' }))
  const landscape = join(box.directory, 'standin.yaml')
  writeFileSync(landscape, `version: 1\nsystems:\n  cache: { api: { tcp: "${new URL(cache.url).host}" } }\n`)
  return await run(box, text, ` --real-time --landscape ${landscape}`)
}

/** A directory with all that docs/examples has, and the shipped policy. */
export function besideExamples(): Sandbox {
  const box = sandbox()
  cpSync(join(docs, 'examples'), box.directory, { recursive: true })
  cpSync(join(docs, '../fixtures/omnichannel/policy.yaml'), join(box.directory, 'policy.yaml'))
  return box
}

async function run(box: Sandbox, text: string, flags = ''): Promise<Outcome> {
  const file = join(box.directory, `${/^name: (.*)$/m.exec(text)?.[1]}.yaml`)
  writeFileSync(file, text)
  const { code, out, err } = await box.run(`scenario run ${file}${flags}`)
  return { code, said: out + err }
}
