import { counted, whySkipped } from '../result-lines.ts'
import { formatWallTime } from '../wall-time.ts'
import { html, type Markup } from './markup.ts'
import type { ScenarioModel, StepModel } from './model.ts'
import { headlineOf, marks } from './words.ts'

const mostOpened = 3

/** Steps below each other: a name that only groups (a line of a parallel step) has no step of its own. */
interface Node {
  name: string
  position?: number
  children: Map<string, Node>
}

/** The steps as a tree, with durations and tries; `index` is the scenario's position. */
export function stepList(scenario: ScenarioModel, index: number): Markup {
  const root: Node = { name: '', children: new Map() }
  for (const [position, { step }] of scenario.steps.entries()) place(root, step.path, position)
  const longest = Math.max(
    1,
    ...scenario.steps.filter(({ step }) => step.path.length === 1).map(({ duration }) => duration),
  )
  return html`<ol class="steps">${[...root.children.values()].map((node) => item(node, scenario, { index, longest }))}</ol>`
}

/** A step that runs again under the same names (a repetition) stands beside the first. */
function place(root: Node, path: readonly string[], position: number): void {
  let node = root
  for (const [depth, name] of path.entries()) {
    const isOwn = depth === path.length - 1
    const known = node.children.get(name)
    if (known !== undefined && !(isOwn && known.position !== undefined)) {
      node = known
      continue
    }
    const added: Node = { name, children: new Map() }
    node.children.set(known === undefined ? name : `${name}\u0000${position}`, added)
    node = added
  }
  node.position = position
}

interface Drawing {
  index: number
  longest: number
}

function item(node: Node, scenario: ScenarioModel, drawing: Drawing, open = isTroubled(node, scenario)): Markup {
  const step = node.position === undefined ? undefined : scenario.steps[node.position]
  const children = [...node.children.values()]
  if (step === undefined || node.position === undefined) {
    const mark = isTroubled(node, scenario) ? 'failed' : 'passed'
    return html`<li class="line-group"><details class="inner"${open && html` open`}><summary class="${mark}"><span class="mark">${marks[mark]}</span> ${node.name}</summary>${list(children, scenario, drawing)}</details></li>`
  }
  const inner =
    children.length > 0 &&
    html`<details class="inner"${open && html` open`}><summary>${counted(children.length, children.every(({ position }) => position === undefined) ? 'line' : 'step')}</summary>${list(children, scenario, drawing)}</details>`
  return html`<li class="step ${step.verdict}" data-verdict="${step.verdict}" data-step="${drawing.index}:${node.position}">${row(node.name, step, drawing)}${step.note !== undefined && html`<pre class="note">${step.note}</pre>`}${inner}</li>`
}

/** Of many lines that did not pass, the first show what is within. */
function list(nodes: readonly Node[], scenario: ScenarioModel, drawing: Drawing): Markup {
  const opened = new Set(nodes.filter((node) => isTroubled(node, scenario)).slice(0, mostOpened))
  return html`<ol>${nodes.map((node) => item(node, scenario, drawing, opened.has(node)))}</ol>`
}

function row(name: string, step: StepModel, { longest }: Drawing): Markup {
  const { verdict, duration, attempts, failure, step: reference } = step
  const share = Math.max(1, Math.round((Math.min(duration, longest) / longest) * 100))
  return html`<button type="button" class="row">
<span class="mark" aria-label="${verdict}">${marks[verdict]}</span>
<span class="name">${name}${failure !== undefined && html`<span class="why">${headlineOf(failure.message).first}</span>`}</span>
<span class="verb">${reference.verb}</span>
<span class="tries">${attempts > 1 && `${attempts} tries`}</span>
<span class="time">${verdict === 'skipped' ? whySkipped(step) : formatWallTime(duration)}</span>
<svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect width="${share}" height="4"/></svg>
</button>`
}

function isTroubled({ position, children }: Node, scenario: ScenarioModel): boolean {
  const verdict = position === undefined ? undefined : scenario.steps[position]?.verdict
  const own = verdict !== undefined && verdict !== 'passed' && verdict !== 'skipped'
  return own || [...children.values()].some((child) => isTroubled(child, scenario))
}
