import { draw, make, shortened, tip, whenResized } from './dom.js'
import { openStep } from './panel.js'
import { shownDuration, shownMoment, shownSpan } from './values.js'

const laneHeight = 26
const top = 30

/** Wall time from left to right, with the landscape's own time above it. */
export function startTimeline(run, scenario, index, place) {
  whenResized(place, (width) => place.replaceChildren(timelineOf(run, scenario, index, width), legend()))
}

/** Where moments stand: the same in the timeline and in the curves. */
export function scaleOf(scenario, left, right) {
  const span = Math.max(1, scenario.ended - scenario.begun)
  return (at) =>
    left + ((Math.min(Math.max(at, scenario.begun), scenario.ended) - scenario.begun) / span) * (right - left)
}

function timelineOf(run, scenario, index, width) {
  const labels = width < 560 ? 0 : 110
  const x = scaleOf(scenario, labels + 4, width - 8)
  const lanes = [
    ['steps', (y) => stepLane(run, scenario, index, x, y)],
    ['jobs', (y) => markLane(scenario, 'job', x, y)],
    ...(scenario.marks.some(({ kind }) => kind === 'fault')
      ? [['faults', (y) => markLane(scenario, 'fault', x, y)]]
      : []),
    ...scenario.invariants.map((invariant) => [invariant.name, (y) => sampleLane(scenario, invariant, x, y)]),
  ]
  const height = top + lanes.length * laneHeight + 26
  const picture = draw('svg', { width, height, class: 'lanes', role: 'img', 'aria-label': 'Timeline' })
  picture.append(...clockLane(scenario, x, height - 20, labels))
  lanes.forEach(([name, lane], at) => {
    const y = top + at * laneHeight
    if (labels > 0) picture.append(draw('text', { x: 0, y: y + 16, class: 'lane' }, shortened(name, 17), tip(name)))
    picture.append(
      draw('line', { x1: labels, x2: width, y1: y + laneHeight - 1, y2: y + laneHeight - 1, class: 'rule' }),
      ...lane(y),
    )
  })
  picture.append(...axis(scenario, x, height - 6))
  return picture
}

/** Bands of the landscape's time: a new one wherever the clock moved. */
function clockLane(scenario, x, bottom, labels) {
  const parts = []
  let lastLabel = Number.NEGATIVE_INFINITY
  const label = (at, text, tooltip) => {
    const place = x(at)
    if (place - lastLabel < 62 || place > x(scenario.ended) - 40) return
    lastLabel = place
    parts.push(draw('text', { x: place + 3, y: 16, class: 'moment' }, text, tip(tooltip)))
  }
  if (labels > 0) parts.push(draw('text', { x: 0, y: 16, class: 'lane' }, 'landscape time'))
  if (scenario.landscapeStart !== undefined) {
    const start = shownMoment(scenario.landscapeStart, scenario.landscapeStart)
    label(scenario.begun, start.slice(0, 8), start)
  }
  for (const { at, moved, landscapeAt } of scenario.marks.filter(({ kind }) => kind === 'clock')) {
    parts.push(draw('line', { x1: x(at), x2: x(at), y1: 4, y2: bottom, class: 'advance' }, tip(shownSpan(moved))))
    label(
      at,
      shownMoment(landscapeAt, scenario.landscapeStart),
      `${shownSpan(moved)} to ${new Date(landscapeAt).toISOString()}`,
    )
  }
  return parts
}

function stepLane(run, scenario, index, x, y) {
  return scenario.steps.flatMap((step, position) => {
    if (step.step.path.length > 1 || step.verdict === 'skipped') return []
    const left = x(step.at)
    const width = Math.max(3, x(step.at + step.duration) - left - 1)
    const bar = draw('g', { class: `span ${step.verdict}`, onclick: () => openStep(run, index, position) })
    bar.append(
      draw('rect', { x: left, y: y + 4, width, height: laneHeight - 10, rx: 2 }),
      tip(`${step.step.path.join(' › ')}\n${step.verdict}, ${shownDuration(step.duration)}`),
    )
    if (width > 60)
      bar.append(draw('text', { x: left + 5, y: y + 16 }, shortened(step.step.path[0], Math.floor((width - 10) / 6.4))))
    return [bar]
  })
}

function markLane(scenario, kind, x, y) {
  return scenario.marks
    .filter((mark) => mark.kind === kind)
    .map((mark) => {
      const place = x(mark.at)
      const shape =
        kind === 'fault'
          ? draw('path', { d: `M${place + 2} ${y + 3}l-6 10h5l-2 8 7-11h-5z` })
          : draw('rect', { x: place - 1.5, y: y + 5, width: 3, height: laneHeight - 12, rx: 1 })
      const time = mark.landscapeAt === undefined ? '' : `\n${shownMoment(mark.landscapeAt, scenario.landscapeStart)}`
      return draw('g', { class: `tick ${kind}${mark.failed ? ' failed' : ''}` }, shape, tip(mark.label + time))
    })
}

/** One dot for each few pixels, so that a thousand samples cost no more than the width. */
function sampleLane(scenario, invariant, x, y) {
  const kept = new Map()
  for (const { at, holds } of invariant.samples) {
    const slot = Math.round(x(at) / 4) * 4
    kept.set(slot, { holds: holds && (kept.get(slot)?.holds ?? true), at })
  }
  return [...kept].map(([place, { holds, at }]) =>
    draw(
      'circle',
      { cx: place, cy: y + laneHeight / 2 - 1, r: holds ? 1.8 : 5, class: `sample ${holds ? 'passed' : 'failed'}` },
      tip(`${invariant.name + (holds ? ' holds' : ' does not hold')} at ${shownDuration(at - scenario.begun)}`),
    ),
  )
}

function axis(scenario, x, y) {
  const span = scenario.ended - scenario.begun
  const steps = x(scenario.ended) < 500 ? 3 : 6
  return Array.from({ length: steps + 1 }, (_, at) => {
    const moment = scenario.begun + (span * at) / steps
    const anchor = at === 0 ? 'start' : at === steps ? 'end' : 'middle'
    return draw(
      'text',
      { x: x(moment), y, class: 'axis', 'text-anchor': anchor },
      shownDuration(moment - scenario.begun),
    )
  })
}

function legend() {
  return make(
    'p',
    { class: 'legend muted' },
    'Left to right: time on the wall. Dashed lines: the landscape’s clock moved on. Dots: samples of invariants.',
  )
}
