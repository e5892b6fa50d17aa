import { make } from './dom.js'

const token = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(true|false|null)\b|-?\b\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\b/g

/** A value as it is read best: rows as a table, everything else as indented JSON. */
export function shownValue(content) {
  const { value, truncated } = content
  const shown = isTable(value) ? tableOf(value) : blockOf(value)
  return truncated ? [shown, make('p', { class: 'muted' }, 'Cut: the whole was larger.')] : [shown]
}

function isTable(value) {
  if (!Array.isArray(value) || value.length === 0 || value.length > 200) return false
  const flat = (row) => typeof row === 'object' && row !== null && !Array.isArray(row)
  const plain = (cell) => typeof cell !== 'object' || cell === null
  return value.every((row) => flat(row) && Object.values(row).every(plain) && Object.keys(row).length <= 12)
}

function tableOf(rows) {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const head = make(
    'tr',
    {},
    columns.map((column) => make('th', {}, column)),
  )
  const body = rows.map((row) =>
    make(
      'tr',
      {},
      columns.map((column) => cellOf(row[column])),
    ),
  )
  return make('div', { class: 'scroll' }, make('table', {}, make('thead', {}, head), make('tbody', {}, body)))
}

function cellOf(value) {
  const isNumber = typeof value === 'number'
  return make('td', isNumber ? { class: 'number' } : {}, value === undefined ? '' : String(value))
}

function blockOf(value) {
  if (typeof value === 'string') return make('pre', {}, value)
  const block = make('pre', {})
  const text = JSON.stringify(value, null, 2) ?? ''
  let end = 0
  for (const match of text.matchAll(token)) {
    block.append(text.slice(end, match.index), make('span', { class: kindOf(match) }, match[0]))
    end = match.index + match[0].length
  }
  block.append(text.slice(end))
  return block
}

function kindOf(match) {
  if (match[1] === undefined) return match[3] === undefined ? 'json-number' : 'json-word'
  return match[2] === undefined ? 'json-text' : 'json-key'
}

export function shownDuration(milliseconds) {
  if (milliseconds < 999.5) return `${Math.round(milliseconds)}ms`
  return `${(milliseconds / 1000).toFixed(milliseconds < 9950 ? 2 : 1)}s`
}

/** How far the landscape's clock moved: `+30m`, `+1h05m`. */
export function shownSpan(milliseconds) {
  const seconds = Math.round(milliseconds / 1000)
  const parts = [
    [Math.floor(seconds / 86400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [seconds % 60, 's'],
  ]
  const text = parts.filter(([count]) => count > 0).map(([count, unit]) => count + unit)
  return `+${text.length === 0 ? '0s' : text.join('')}`
}

/** The landscape's time of day in UTC, with the date when it is another than at the start. */
export function shownMoment(instant, start) {
  const text = new Date(instant).toISOString()
  const clock = text.slice(11, 19)
  return start !== undefined && text.slice(0, 10) === new Date(start).toISOString().slice(0, 10)
    ? clock
    : `${text.slice(0, 10)} ${clock}`
}
