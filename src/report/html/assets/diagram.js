import { draw, make, shortened, tip, whenResized } from './dom.js'
import { openDetails, openPanel, openStep } from './panel.js'
import { isFiltering, wanted, whenFiltered } from './steps.js'
import { shownDuration, shownMoment } from './values.js'

const rowHeight = 30
const gutter = 62
const narrowest = 92
const mostArrows = 400
const mostOpened = 60

/** The sequence diagram: a lifeline for each party, grouped by the steps, in the order of time. */
export function startDiagram(run, scenario, index, place) {
  if (scenario.arrows.length === 0) {
    place.append(make('p', { class: 'muted' }, 'Nobody was called.'))
    return
  }
  const opened = new Map()
  let width = 0
  const redraw = () => {
    if (width > 0) place.replaceChildren(...diagramOf(run, scenario, index, { width, opened, redraw }))
  }
  whenResized(place, (now) => {
    width = now
    redraw()
  })
  whenFiltered(redraw)
}

function diagramOf(run, scenario, index, view) {
  const arrows = scenario.arrows.filter((arrow) => isArrowWanted(arrow, scenario))
  const parties = partiesOf(arrows)
  const column = Math.max(narrowest, Math.floor((view.width - gutter) / Math.max(1, parties.length)))
  const layout = {
    gutter,
    width: gutter + column * parties.length,
    x: new Map(parties.map((party, at) => [party, gutter + column * at + column / 2])),
  }
  const large = scenario.arrows.length > mostArrows
  const groups = groupsOf(scenario, arrows)
  const head = make('div', { class: 'parties' }, headOf(parties, layout))
  const shown = groups.map((group) => groupOf(run, scenario, index, group, layout, { ...view, large }))
  const note =
    arrows.length +
    (arrows.length === 1 ? ' arrow' : ' arrows') +
    (isFiltering() ? ` of ${scenario.arrows.length}` : '')
  const buttons = [
    make('button', { type: 'button', onclick: () => openAll(true) }, 'Open all'),
    make('button', { type: 'button', onclick: () => openAll(false) }, 'Close all'),
  ]
  const openAll = (open) => {
    for (const { key } of groups) view.opened.set(key, open)
    view.redraw()
  }
  return [
    make('p', { class: 'diagram-tools' }, make('span', { class: 'muted' }, note), buttons),
    make('div', { class: 'lifelines', tabindex: '-1' }, head, shown),
  ]
}

function isArrowWanted(arrow, scenario) {
  if (wanted.system !== '' && arrow.from !== wanted.system && arrow.to !== wanted.system) return false
  const step = scenario.steps[arrow.step]
  if (wanted.failedOnly && arrow.failed !== true && (step === undefined || step.verdict === 'passed')) return false
  if (wanted.text === '') return true
  const text = [arrow.from, arrow.to, arrow.label, arrow.outcome ?? '', step?.step.path.join(' ') ?? ''].join('\n')
  return text.toLowerCase().includes(wanted.text)
}

/** Whoever runs the steps comes first, then the others as they appear. */
function partiesOf(arrows) {
  return [...new Set(['scenario', ...arrows.flatMap(({ from, to }) => [from, to])])]
}

/** Arrows and marks by the top-level step during which they happened, in the order of time. */
function groupsOf(scenario, arrows) {
  const marks = isFiltering() ? [] : scenario.marks
  const rows = [
    ...arrows.map((arrow) => ({ at: arrow.at, step: arrow.step, arrow })),
    ...marks.map((mark) => ({ at: mark.at, step: mark.step, mark })),
  ]
  const groups = []
  for (const row of rows.map((row, order) => ({ ...row, order })).sort((a, b) => a.at - b.at || a.order - b.order)) {
    const last = groups.at(-1)
    if (last !== undefined && last.step === row.step) last.rows.push(row)
    else groups.push({ key: `${row.step}/${groups.length}`, step: row.step, rows: [row] })
  }
  return groups
}

function groupOf(run, scenario, index, group, layout, view) {
  const step = scenario.steps[group.step]
  const troubled =
    group.rows.some(({ arrow, mark }) => arrow?.failed || mark?.kind === 'fault') ||
    (step !== undefined && step.verdict !== 'passed')
  const open =
    view.opened.get(group.key) ?? (!view.large || isFiltering() || (troubled && group.rows.length <= mostOpened))
  const name = step === undefined ? 'between steps' : step.step.path.join(' › ')
  const count = group.rows.filter(({ arrow }) => arrow !== undefined).length
  const toggle = () => {
    view.opened.set(group.key, !open)
    view.redraw()
  }
  const head = make(
    'div',
    { class: `group-head ${step?.verdict ?? ''}` },
    make(
      'button',
      { type: 'button', class: 'fold', 'aria-expanded': String(open), onclick: toggle },
      open ? '▾' : '▸',
      ' ',
      name,
    ),
    make('span', { class: 'muted' }, String(count)),
    step !== undefined &&
      make('button', { type: 'button', class: 'link', onclick: () => openStep(run, index, group.step) }, 'step'),
  )
  return make('div', { class: 'group' }, head, open && bodyOf(scenario, group, layout))
}

function headOf(parties, layout) {
  const picture = draw('svg', {
    width: layout.width,
    height: 30,
    role: 'img',
    'aria-label': `Parties: ${parties.join(', ')}`,
  })
  for (const party of parties) {
    picture.append(draw('text', { x: layout.x.get(party), y: 19, class: 'party', 'text-anchor': 'middle' }, party))
  }
  return picture
}

function bodyOf(scenario, { rows }, layout) {
  const height = rows.length * rowHeight + 8
  const picture = draw('svg', { width: layout.width, height, class: 'sequence' })
  for (const x of layout.x.values())
    picture.append(draw('line', { x1: x, x2: x, y1: 0, y2: height, class: 'lifeline' }))
  rows.forEach((row, at) => {
    const y = at * rowHeight + 22
    picture.append(
      row.arrow === undefined ? markRow(scenario, row.mark, y, layout) : arrowRow(scenario, row.arrow, y, layout),
    )
  })
  return picture
}

function arrowRow(scenario, arrow, y, layout) {
  const from = layout.x.get(arrow.from)
  const to = layout.x.get(arrow.to)
  const open = () => openDetails(scenario, arrow.label, arrow.details)
  const group = draw('g', {
    class: `arrow ${arrow.kind}${outcomeClass(arrow)}`,
    tabindex: '0',
    role: 'button',
    onclick: open,
  })
  group.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') open()
  })
  const outcome = [arrow.outcome, arrow.times > 1 ? `×${arrow.times}` : undefined].filter(Boolean).join(' ')
  const words = shortened(arrow.label, 52)
  const left = Math.min(from, to)
  const atEnd = left > layout.width * 0.62
  const label = draw(
    'text',
    { x: atEnd ? Math.max(from, to) - 8 : left + 8, y: y - 6, class: 'label', 'text-anchor': atEnd ? 'end' : 'start' },
    words,
    draw('tspan', { class: 'outcome' }, outcome === '' ? '' : `  ${outcome}`),
  )
  group.append(
    draw('rect', { x: 0, y: y - 18, width: layout.width, height: rowHeight, class: 'hit' }),
    draw(
      'text',
      { x: gutter - 10, y: y + 3, class: 'when', 'text-anchor': 'end' },
      shownDuration(Math.max(0, arrow.at - scenario.begun)),
    ),
    ...lineOf(from, to, y),
    label,
    tip(
      arrow.from +
        ' → ' +
        arrow.to +
        '\n' +
        arrow.label +
        (arrow.duration === undefined ? '' : `\n${shownDuration(arrow.duration)}`),
    ),
  )
  return group
}

/** What was refused may be meant; what broke is not. */
function outcomeClass({ failed, kind, outcome }) {
  if (failed) return ' failed'
  return kind === 'http' && outcome?.startsWith('4') ? ' refused' : ''
}

/** A straight arrow, or a loop for somebody who calls themselves. */
function lineOf(from, to, y) {
  if (from === to) {
    return [
      draw('path', { d: `M${from} ${y - 3}h22v9h-20`, class: 'line', fill: 'none' }),
      draw('path', { d: `M${from + 8} ${y + 2}l-7 4 7 4z`, class: 'head' }),
    ]
  }
  const side = to > from ? -1 : 1
  return [
    draw('line', { x1: from, x2: to + side * 6, y1: y, y2: y, class: 'line' }),
    draw('path', { d: `M${to} ${y}l${side * 8} -4v8z`, class: 'head' }),
  ]
}

const signs = { clock: '⏱', job: '⚙', fault: '⚡' }

function markRow(scenario, mark, y, layout) {
  const time = mark.landscapeAt === undefined ? '' : `  ${shownMoment(mark.landscapeAt, scenario.landscapeStart)}`
  const group = draw('g', { class: `note ${mark.kind}${mark.failed ? ' failed' : ''}` })
  group.append(
    draw('rect', { x: gutter, y: y - 14, width: layout.width - gutter - 4, height: 22, rx: 4 }),
    draw(
      'text',
      { x: gutter + 10, y: y + 1, class: 'label' },
      `${signs[mark.kind]} ${shortened(mark.label, 80)}`,
      draw('tspan', { class: 'outcome' }, time),
    ),
    tip(mark.label + time),
  )
  group.addEventListener('click', () => openPanel(mark.label, make('p', {}, `Landscape time${time}`)))
  return group
}
