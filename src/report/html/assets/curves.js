import { draw, make, tip, whenResized } from './dom.js'
import { scaleOf } from './timeline.js'
import { shownDuration, shownMoment } from './values.js'

const chartHeight = 132
const mostCharts = 12

/** Step lines of the numbers that invariants were held against, one chart for each record. */
export function startCurves(scenario, section) {
  const charts = scenario.invariants.flatMap((invariant) => chartsOf(invariant))
  if (charts.length === 0) return
  section.hidden = false
  const place = section.querySelector('.charts')
  const moving = charts.filter(({ moves }) => moves)
  const shown = (moving.length > 0 ? moving : charts).slice(0, mostCharts)
  for (const chart of shown) place.append(chartPlace(scenario, chart))
  const left = charts.length - shown.length
  if (left > 0) {
    const note = left + (left === 1 ? ' record' : ' records') + (moving.length > 0 ? ' without a change' : ' more')
    const rest = charts.filter((chart) => !shown.includes(chart))
    const button = make('button', { type: 'button', class: 'link' }, `Show ${note}`)
    button.addEventListener('click', () => {
      button.remove()
      for (const chart of rest.slice(0, 100)) place.append(chartPlace(scenario, chart))
    })
    section.append(button)
  }
}

function chartsOf({ name, changes }) {
  const rows = changes.flatMap(({ rows }) => (Array.isArray(rows.value) ? rows.value : []))
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row ?? {})))]
  const numeric = columns.filter(
    (column) =>
      rows.some((row) => isNumber(row[column])) && rows.every((row) => row[column] == null || isNumber(row[column])),
  )
  if (numeric.length === 0) return []
  const keys = columns.filter((column) => !numeric.includes(column))
  const charts = new Map()
  for (const { at, landscapeAt, holds, rows } of changes) {
    const seen = new Map()
    for (const row of Array.isArray(rows.value) ? rows.value : []) {
      const key = keys.map((column) => row[column]).join(' · ') || name
      const count = (seen.get(key) ?? 0) + 1
      seen.set(key, count)
      const title = count === 1 ? key : `${key} (${count})`
      const chart = charts.get(title) ?? { title, invariant: name, columns: numeric, points: [] }
      charts.set(title, chart)
      chart.points.push({ at, landscapeAt, holds, values: numeric.map((column) => Number(row[column])) })
    }
  }
  return [...charts.values()].map((chart) => ({
    ...chart,
    moves: chart.points.some(({ values }) => values.some((value, at) => value !== chart.points[0].values[at])),
  }))
}

/** A number, or the text of a decimal: a text of digits alone is a key. */
function isNumber(value) {
  return typeof value === 'number' || (typeof value === 'string' && /^-?\d+\.\d+$/.test(value))
}

function chartPlace(scenario, chart) {
  const picture = make('div', { class: 'picture' })
  const last = chart.points.at(-1)
  const legend = chart.columns.map((column, at) =>
    make('span', { class: `series series-${at % 6}` }, column, ' ', make('strong', {}, String(last.values[at]))),
  )
  whenResized(picture, (width) => picture.replaceChildren(chartOf(scenario, chart, width)))
  return make(
    'figure',
    { class: 'chart' },
    make(
      'figcaption',
      {},
      make('span', { class: 'title' }, chart.title),
      make('span', { class: 'series-list' }, legend),
    ),
    picture,
  )
}

function chartOf(scenario, { columns, points }, width) {
  const values = points.flatMap((point) => point.values)
  const low = Math.min(0, ...values)
  const high = Math.max(1, ...values)
  const x = scaleOf(scenario, 30, width - 10)
  const y = (value) => 8 + (1 - (value - low) / (high - low)) * (chartHeight - 28)
  const picture = draw('svg', { width, height: chartHeight, class: 'curve', role: 'img' })
  for (const value of ticksBetween(low, high)) {
    picture.append(
      draw('line', { x1: 30, x2: width - 10, y1: y(value), y2: y(value), class: value === 0 ? 'zero' : 'rule' }),
      draw('text', { x: 25, y: y(value) + 4, class: 'axis', 'text-anchor': 'end' }, String(value)),
    )
  }
  for (const { at } of scenario.marks.filter(({ kind }) => kind === 'clock')) {
    picture.append(draw('line', { x1: x(at), x2: x(at), y1: 4, y2: chartHeight - 20, class: 'advance' }))
  }
  columns.forEach((column, series) => {
    picture.append(
      draw(
        'path',
        { d: stepLine(points, series, x, y, scenario.ended), class: `curve-line series-${series % 6}` },
        tip(column),
      ),
    )
  })
  for (const point of points) {
    const words = columns.map((column, at) => `${column} ${point.values[at]}`).join(', ')
    const moment =
      shownDuration(Math.max(0, point.at - scenario.begun)) +
      ', landscape ' +
      shownMoment(point.landscapeAt, scenario.landscapeStart)
    columns.forEach((_, series) => {
      picture.append(
        draw(
          'circle',
          { cx: x(point.at), cy: y(point.values[series]), r: 2.5, class: `dot series-${series % 6}` },
          tip(`${words}\n${moment}`),
        ),
      )
    })
    if (!point.holds)
      picture.append(
        draw(
          'line',
          { x1: x(point.at), x2: x(point.at), y1: 4, y2: chartHeight - 20, class: 'violation' },
          tip(`does not hold: ${words}`),
        ),
      )
  }
  picture.append(
    draw('text', { x: 30, y: chartHeight - 4, class: 'axis' }, '0'),
    draw(
      'text',
      { x: width - 10, y: chartHeight - 4, class: 'axis', 'text-anchor': 'end' },
      shownDuration(scenario.ended - scenario.begun),
    ),
  )
  return picture
}

/** A value holds until the next sample that found another. */
function stepLine(points, series, x, y, end) {
  const [first, ...others] = points
  const path = `M${x(first.at)} ${y(first.values[series])}`
  return `${path + others.map((point) => `H${x(point.at)}V${y(point.values[series])}`).join('')}H${x(end)}`
}

function ticksBetween(low, high) {
  const raw = (high - low) / 3
  const size = 10 ** Math.floor(Math.log10(raw))
  const step = [1, 2, 5, 10].map((factor) => factor * size).find((one) => one >= raw)
  const ticks = []
  for (let value = Math.ceil(low / step) * step; value <= high + step / 1000; value += step)
    ticks.push(Number(value.toFixed(6)))
  return ticks
}
