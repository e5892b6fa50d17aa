import type { Difference, Failure } from '../../core/events.ts'
import { formatPlace } from '../../core/place.ts'
import { comparisonOf } from './comparison.ts'
import type { FoundFailure } from './failures.ts'
import { html, type Markup } from './markup.ts'
import type { ScenarioModel } from './model.ts'
import { headlineOf } from './words.ts'

const mostDifferences = 12
const mostOthers = 6
const mostAlike = 12

/** What failed, in the words and numbers that say it at a glance; `index` is the scenario's position. */
export function failureCard(scenario: ScenarioModel, found: FoundFailure, index: number): Markup {
  const { failure, step, position, invariant } = found
  const { waited, first, others } = headlineOf(failure.message)
  const kind = invariant !== undefined ? 'Invariant' : step !== undefined ? `Step · ${step.step.verb}` : 'Scenario'
  const name = invariant?.name ?? step?.step.path.join(' › ') ?? scenario.name
  const open =
    position !== undefined &&
    html`<button type="button" class="link" data-open-step="${index}:${position}">Open the step</button>`
  return html`<article class="failure">
<p class="where"><span class="kind">${kind}</span> <strong>${name}</strong></p>
<p class="message">${first}</p>
${
  others.length > 0 &&
  html`<ul class="others">${others.slice(0, mostOthers).map((other) => html`<li>${other}</li>`)}${
    others.length > mostOthers && html`<li class="muted">and ${others.length - mostOthers} more</li>`
  }</ul>`
}
${comparisonOf(scenario, found) ?? differencesTable(failure.differences ?? [])}
${alikeLine(found, index)}
${placeLine(failure, waited, open)}
</article>`
}

/** Steps that failed in the same way are counted, and a few of them can be opened. */
function alikeLine({ alike }: FoundFailure, index: number): Markup | undefined {
  if (alike.length === 0) return undefined
  const some = alike.slice(0, mostAlike)
  return html`<p class="alike">and ${alike.length} more in the same way: ${some.map(
    (position, at) =>
      html`<button type="button" class="link" data-open-step="${index}:${position}">${at + 2}</button> `,
  )}${alike.length > some.length && '…'}</p>`
}

function differencesTable(differences: readonly Difference[]): Markup | undefined {
  if (differences.length === 0) return undefined
  const more = differences.length - mostDifferences
  return html`<div class="scroll"><table class="comparison"><thead><tr><th>in the answer</th><th>expected</th><th>actual</th></tr></thead><tbody>${differences
    .slice(0, mostDifferences)
    .map(
      ({ path, expected, actual }) =>
        html`<tr><td><code>${path}</code></td><td class="expected">${expected}</td><td class="actual"><strong>${actual}</strong></td></tr>`,
    )}</tbody></table></div>${more > 0 && html`<p class="muted">and ${more} more</p>`}`
}

function placeLine({ place }: Failure, waited: string | undefined, open: Markup | false): Markup {
  // The line of a step is its name, which is said already.
  const frame = place?.text?.trim().replace(/^- name:.*/, '')
  return html`<p class="place">${place !== undefined && html`<code>${formatPlace(place)}</code>`}${
    frame !== undefined && frame !== '' && html` <code class="line">${frame}</code>`
  }${waited !== undefined && html` <span class="chip">${waited}</span>`} ${open}</p>`
}
