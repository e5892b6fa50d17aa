import { byId, copy, make, timeOf } from './dom.js'

/** Shows one request with its answer. What is personal or secret in them was masked before it came here. */
export function showDetail(exchange, onClose) {
  const panel = byId('panel')
  if (exchange === undefined) {
    panel.hidden = true
    return
  }
  const { at, api, from, method, path, status, duration, faults, request, response } = exchange
  panel.replaceChildren(
    make(
      'div',
      { class: 'panel-head' },
      make('h2', {}, `${method} ${path}`),
      make('button', { type: 'button', class: 'close', title: 'Close (Esc)', onclick: onClose }, 'Close'),
    ),
    make(
      'p',
      { class: 'facts' },
      `${timeOf(at)}, ${api}${from === undefined ? '' : `, from ${from}`}: ${status === 0 ? 'connection cut' : status} in ${duration.toFixed(1)} ms`,
    ),
    make(
      'p',
      { class: 'facts', hidden: faults.length === 0 },
      faults.map((fault) => make('span', { class: 'fault' }, fault)),
    ),
    part('Request', request),
    part('Answer', response),
  )
  panel.hidden = false
  panel.scrollTop = 0
}

function part(title, parts) {
  const names = ['query', 'headers', 'body'].filter((name) => parts[name] !== undefined)
  return make(
    'section',
    {},
    make('h3', {}, title),
    names.length === 0 && make('p', { class: 'none' }, 'nothing was kept of it'),
    names.map((name) => content(name, parts[name])),
  )
}

function content(name, { value, truncated }) {
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2)
  const button = make('button', { type: 'button', class: 'copy' }, 'Copy')
  button.addEventListener('click', () => copy(text, button))
  const isTable = name !== 'body' && value !== null && typeof value === 'object'
  return make(
    'div',
    { class: `part ${name}` },
    make('h4', {}, name, truncated === true && ' (cut)', !isTable && button),
    isTable ? table(value) : make('pre', {}, text),
  )
}

function table(value) {
  const rows = Object.entries(value).map(([key, text]) =>
    make('tr', {}, make('th', {}, key), make('td', {}, String(text))),
  )
  return make('table', { class: 'pairs' }, make('tbody', {}, rows))
}
