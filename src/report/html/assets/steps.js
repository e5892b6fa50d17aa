import { all } from './dom.js'
import { openStep } from './panel.js'

/** What is to be shown. */
export const wanted = { text: '', system: '', failedOnly: false }

const listeners = []

/** Calls back now and whenever the filter changes. */
export function whenFiltered(apply) {
  listeners.push(apply)
  apply()
}

export function isFiltering() {
  return wanted.text !== '' || wanted.system !== '' || wanted.failedOnly
}

export function startFilters(run) {
  const text = document.getElementById('filter')
  const system = document.getElementById('system')
  const failed = document.getElementById('failed-only')
  const changed = () => {
    Object.assign(wanted, { text: text.value.trim().toLowerCase(), system: system.value, failedOnly: failed.checked })
    for (const apply of listeners) apply()
  }
  text.addEventListener('input', changed)
  system.addEventListener('change', changed)
  failed.addEventListener('change', changed)
  document.querySelector('.tools').addEventListener('submit', (event) => event.preventDefault())
  whenFiltered(() => filterSteps(run))
}

function filterSteps(run) {
  let shown = 0
  for (const section of all('[data-scenario]')) {
    const scenario = run.scenarios[Number(section.dataset.scenario)]
    const hidden = wanted.failedOnly && section.dataset.verdict === 'passed'
    section.hidden = hidden
    if (!hidden) shown++
    for (const item of all('[data-step]', section)) {
      item.hidden = !isStepWanted(item, scenario)
    }
    for (const group of all('li.line-group', section))
      group.hidden = all('[data-step]:not([hidden])', group).length === 0
    if (isFiltering())
      for (const inner of all('.inner', section)) inner.open ||= all('[data-step]:not([hidden])', inner).length > 0
  }
  document.querySelector('.nothing').hidden = shown > 0
}

/** A step is wanted when it is itself, or when a step within it is. */
function isStepWanted(item, scenario) {
  return [item, ...all('[data-step]', item)].some((one) => {
    const step = scenario.steps[Number(one.dataset.step.split(':')[1])]
    if (wanted.failedOnly && (step.verdict === 'passed' || step.verdict === 'skipped')) return false
    const details = step.details.map((position) => scenario.details[position])
    if (
      wanted.system !== '' &&
      !details.some(
        (detail) =>
          detail.to === wanted.system || detail.title.includes(wanted.system) || wanted.system in detail.response,
      )
    )
      return false
    if (wanted.text === '') return true
    const text = [
      ...step.step.path,
      step.step.verb,
      step.failure?.message ?? '',
      ...details.map(({ title }) => title),
    ].join('\n')
    return text.toLowerCase().includes(wanted.text)
  })
}

export function startSteps(run) {
  document.addEventListener('click', (event) => {
    const row = event.target.closest('.row')
    const link = event.target.closest('[data-open-step]')
    const place = link?.dataset.openStep ?? row?.closest('[data-step]').dataset.step
    if (place === undefined) return
    const [scenario, step] = place.split(':').map(Number)
    openStep(run, scenario, step)
  })
}

/** Goes to the next step that can be seen, or the one before. */
export function moveSelection(by) {
  const rows = all('.steps .row').filter((row) => row.offsetParent !== null)
  const selected = rows.findIndex((row) => row.parentElement.classList.contains('selected'))
  const next =
    rows[selected === -1 ? (by > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, selected + by))]
  if (next === undefined) return
  for (const row of all('.selected')) row.classList.remove('selected')
  next.parentElement.classList.add('selected')
  next.focus({ preventScroll: true })
  next.scrollIntoView({ block: 'nearest' })
  return next
}
