import { all, make } from './dom.js'
import { shownDuration, shownValue } from './values.js'

const panelPlace = document.querySelector('.panel')
let openedFrom

/** Shows something in the panel at the side. */
export function openPanel(title, ...content) {
  if (panelPlace.hidden) openedFrom = document.activeElement
  const close = make('button', { type: 'button', class: 'close', title: 'Close (Esc)', onclick: closePanel }, '×')
  panelPlace.replaceChildren(
    make('header', {}, make('h2', {}, title), close),
    make('div', { class: 'content' }, content),
  )
  panelPlace.hidden = false
  document.body.classList.add('with-panel')
  panelPlace.scrollTop = 0
}

export function closePanel() {
  if (panelPlace.hidden) return false
  panelPlace.hidden = true
  document.body.classList.remove('with-panel')
  openedFrom?.focus?.({ preventScroll: true })
  return true
}

export function openStep(run, scenarioIndex, stepIndex) {
  const scenario = run.scenarios[scenarioIndex]
  const step = scenario?.steps[stepIndex]
  if (step === undefined) return
  for (const row of all('.selected')) row.classList.remove('selected')
  const row = document.querySelector(`[data-step="${scenarioIndex}:${stepIndex}"]`)
  row?.classList.add('selected')
  openPanel(step.step.path.join(' › '), stepFacts(step), failureOfStep(step), exchangesOf(scenario, step))
}

export function openDetails(scenario, title, positions) {
  const details = positions.map((position) => scenario.details[position]).filter((detail) => detail !== undefined)
  const many = details.length > 1
  openPanel(
    title,
    details.map((detail, index) => exchangeOf(detail, scenario, many ? index === 0 : true)),
  )
}

function stepFacts({ step, verdict, duration, attempts }) {
  const { file, line, column } = step.place
  const words = [verdict, step.verb, shownDuration(duration), attempts > 1 ? `${attempts} tries` : '']
  return make(
    'p',
    { class: `step-facts ${verdict}` },
    words.filter((word) => word !== '').join(' · '),
    make('br'),
    make('code', {}, `${file}:${line}:${column}`),
  )
}

function failureOfStep({ failure }) {
  if (failure === undefined) return undefined
  const parts = [make('p', { class: 'message' }, failure.message)]
  for (const { path, expected, actual } of failure.differences ?? []) {
    parts.push(
      make(
        'dl',
        { class: 'difference' },
        make('dt', {}, make('code', {}, path)),
        make('dd', { class: 'expected' }, make('span', { class: 'label' }, 'expected'), expected),
        make('dd', { class: 'actual' }, make('span', { class: 'label' }, 'actual'), actual),
      ),
    )
  }
  if (failure.lastAnswer !== undefined) parts.push(sectionOf('last answer', { value: failure.lastAnswer }))
  return make('section', { class: 'failed-step' }, parts)
}

function exchangesOf(scenario, step) {
  const details = step.details.map((position) => scenario.details[position])
  if (details.length === 0) return make('p', { class: 'muted' }, 'This step asked nobody.')
  const note = step.omitted && make('p', { class: 'muted' }, `${step.omitted} more tries in between are not kept.`)
  return [details.map((detail, index) => exchangeOf(detail, scenario, index === details.length - 1)), note]
}

function exchangeOf(detail, scenario, open) {
  const { title, kind, from, to, outcome, attempt, duration, at } = detail
  const parties = [from, to].filter((party) => party !== undefined).join(' → ')
  const facts = [
    parties,
    outcome,
    duration === undefined ? undefined : shownDuration(duration),
    attempt > 1 ? `try ${attempt}` : undefined,
    `at ${shownDuration(Math.max(0, at - scenario.begun))}`,
  ]
  const heading = kind === 'sql' ? facts.filter(Boolean).join(' · ') : title
  return make(
    'details',
    { class: 'exchange', open },
    make('summary', {}, make('span', { class: 'kind' }, kind), make('span', {}, heading)),
    kind !== 'sql' && make('p', { class: 'muted' }, facts.filter(Boolean).join(' · ')),
    Object.entries(detail.request).map(([name, content]) => sectionOf(name, content)),
    Object.entries(detail.response).map(([name, content]) => sectionOf(`answer: ${name}`, content)),
  )
}

function sectionOf(name, content) {
  const isHeaders = name.endsWith('headers')
  const body = shownValue(content)
  if (!isHeaders) return make('section', { class: 'value' }, make('h3', {}, name), body)
  return make('details', { class: 'value' }, make('summary', {}, name), body)
}
