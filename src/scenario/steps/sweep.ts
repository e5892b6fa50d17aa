import { environmentError, usageError } from '../../core/error.ts'
import type { RunEvent } from '../../core/events.ts'
import type { Json } from '../../core/json.ts'
import { suggestion } from '../../core/nearest.ts'
import type { PeopleSearch } from '../../core/people-search.ts'
import type { SweepPeopleStep } from '../model/sweep.ts'
import { caughtMessages } from './caught-messages.ts'
import type { Attempt, StepContext } from './step-context.ts'
import { type Finding, findPeople } from './sweep/find-people.ts'
import type { HeldTexts } from './sweep/held-texts.ts'
import { landscapeTexts } from './sweep/landscape-texts.ts'
import { textsIn } from './sweep/texts-in.ts'

/** Who is looked for, and where besides in the landscape itself. */
export interface Sweep {
  people: PeopleSearch
  /** What reports have been told so far. */
  told(): readonly RunEvent[]
}

const mostNamed = 5

/** Looks for people everywhere. The answer is `{ sought, coinciding, searched, findings }`, and never says who was found. */
export async function sweepPeople(step: SweepPeopleStep, context: StepContext): Promise<Attempt> {
  const { sweep, signal } = context
  const { except, place } = step
  if (sweep === undefined) {
    const message = 'this environment is no clone, so there is nobody to look for'
    throw environmentError({ code: 'sweep.no-source', message, place })
  }
  const { sought, coinciding } = sweep.people
  const found = await findPeople(sweep.people, everything(step, sweep, context), { except, signal })
  const unknown = except.find((one) => !found.places.has(one))
  if (unknown !== undefined) {
    const message = `nothing is called "${unknown}" here; ${suggestion(unknown, [...found.places])}`
    throw usageError({ code: 'sweep.unknown-place', message, place })
  }
  const answer: Json = {
    sought: sought.map((values) => ({ ...values })),
    coinciding: coinciding.map((values) => ({ ...values })),
    searched: { texts: found.texts, places: found.places.size },
    findings: found.findings.map((finding) => ({ ...finding })),
  }
  const message = sought.length === 0 ? 'nobody was looked for: the source names no person' : named(found.findings)
  return message === '' ? { answer } : { answer, failure: { message, place } }
}

async function* everything(
  { place }: SweepPeopleStep,
  { told }: Sweep,
  context: StepContext,
): AsyncGenerator<HeldTexts> {
  // What is asked from here on is no part of it.
  const events = [...told()]
  yield* landscapeTexts(context.landscape)
  if (context.landscape.systems.get('notify')?.url !== undefined)
    yield { place: 'notifications', texts: textsIn(await caughtMessages(place, context)) }
  yield { place: 'reports', texts: textsIn(events) }
}

function named(findings: readonly Finding[]): string {
  const parts = findings.map(({ place, kind, match, count }) => `${place} holds ${count} × ${kind} (${match})`)
  const more = parts.length - mostNamed
  return [...parts.slice(0, mostNamed), ...(more > 0 ? [`and ${more} more`] : [])].join('; ')
}
