import { effortLines } from '../effort-lines.ts'
import { counted } from '../result-lines.ts'
import { scenarioFacts } from './facts.ts'
import { failureCard } from './failure-card.ts'
import { failuresOf } from './failures.ts'
import { html, type Markup } from './markup.ts'
import type { InvariantModel, RunModel, ScenarioModel } from './model.ts'
import { stepList } from './step-list.ts'
import { marks, verdictWords } from './words.ts'

const mostFailures = 5

/** Everything about one scenario; what failed comes first. */
export function scenarioSection(run: RunModel, scenario: ScenarioModel, index: number): Markup {
  const verdict = scenario.result?.verdict ?? (scenario.leftOut === undefined ? 'error' : 'inconclusive')
  const failures = failuresOf(scenario)
  const open = verdict !== 'passed' || run.scenarios.length === 1
  return html`<details class="scenario ${verdict}" data-scenario="${index}" data-verdict="${verdict}" id="scenario-${index}"${open && html` open`}>
<summary><span class="pill ${verdict}">${scenario.leftOut === undefined ? verdictWords[verdict] : 'Left out'}</span> <span class="scenario-name">${scenario.name}</span> <span class="scenario-title">${scenario.title}</span></summary>
${
  failures.length > 0 &&
  html`<section class="failures" aria-label="What failed">${failures.slice(0, mostFailures).map((found) => failureCard(scenario, found, index))}${
    failures.length > mostFailures &&
    html`<p class="muted">and ${counted(failures.length - mostFailures, 'more failure')}</p>`
  }</section>`
}
${effort(scenario)}
${replay(scenario)}
${scenarioFacts(run, scenario)}
<section class="part"><h2>Steps <span class="count">${scenario.steps.length}</span></h2>${stepList(scenario, index)}</section>
${scenario.invariants.length > 0 && html`<section class="part"><h2>Invariants</h2><ul class="invariants">${scenario.invariants.map(invariantRow)}</ul></section>`}
<section class="part curves" data-part="curves" hidden><h2>Stock and reservations</h2><div class="charts"></div></section>
<section class="part" data-part="timeline"><h2>Timeline</h2><div class="timeline"></div></section>
<section class="part" data-part="diagram"><h2>Who called whom</h2><div class="diagram"></div></section>
</details>`
}

/** What was done around the run that is shown: earlier tries, other seeds. */
function effort({ result }: ScenarioModel): Markup | undefined {
  const lines = result === undefined ? [] : effortLines(result)
  return lines.length === 0
    ? undefined
    : html`<ul class="effort">${lines.map((line) => html`<li>${line.trim()}</li>`)}</ul>`
}

function replay({ result }: ScenarioModel): Markup | undefined {
  if (result === undefined) return undefined
  return html`<p class="replay"><span class="label">Replay</span><code>${result.replay}</code><button type="button" data-copy="${result.replay}">Copy</button></p>`
}

function invariantRow({ name, result, samples }: InvariantModel): Markup {
  const verdict = result?.verdict ?? 'inconclusive'
  return html`<li class="${verdict}"><span class="mark">${marks[verdict]}</span> <span class="name">${name}</span> <span class="tries">${counted(result?.samples ?? samples.length, 'sample')}</span></li>`
}
