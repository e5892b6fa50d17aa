import { byId, classOf, make, timeOf } from './dom.js'

const mostShown = 500

/** The requests that are known, the newest first, and which of them are shown. */
export function openExchanges(onChosen) {
  const body = byId('exchanges')
  let all = []
  let waiting = []
  let held = false
  let chosen
  const counts = new Map()

  const fits = (exchange) => {
    const words = byId('filter').value.toLowerCase().split(/\s+/).filter(Boolean)
    const api = byId('api').value
    const status = byId('status').value
    if (api !== '' && exchange.api !== api) return false
    if (status === 'fault' ? exchange.faults.length === 0 : status !== '' && classOf(exchange.status) !== status)
      return false
    const text = searchText(exchange)
    return words.every((word) => text.includes(word))
  }

  const add = (exchange) => {
    counts.set(exchange.api, (counts.get(exchange.api) ?? 0) + 1)
    all.unshift(exchange)
    const row = rowOf(exchange)
    row.hidden = !fits(exchange)
    body.prepend(row)
    for (const old of all.splice(mostShown)) body.querySelector(`[data-number="${old.number}"]`)?.remove()
    tell()
  }

  const rowOf = (exchange) => {
    const { number, at, api, from, method, path, status, duration, faults } = exchange
    return make(
      'tr',
      { 'data-number': number, tabindex: '-1', onclick: () => choose(number) },
      make('td', { class: 'time' }, timeOf(at)),
      make('td', { class: 'api' }, api),
      make(
        'td',
        { class: 'request' },
        make('span', { class: 'asked-for' }, make('b', { class: 'method' }, method), ` ${path}`),
        from !== undefined && make('span', { class: 'from' }, `from ${from}`),
        faults.map((fault) => make('span', { class: 'fault' }, fault)),
      ),
      make('td', { class: `number status-${classOf(status)}` }, status === 0 ? 'cut' : String(status)),
      make('td', { class: 'number' }, duration < 10 ? duration.toFixed(1) : String(Math.round(duration))),
    )
  }

  const choose = (number) => {
    chosen = number
    for (const row of body.children) row.setAttribute('aria-selected', String(Number(row.dataset.number) === number))
    body.querySelector(`[data-number="${number}"]`)?.scrollIntoView({ block: 'nearest' })
    onChosen(all.find((exchange) => exchange.number === number))
  }

  const shown = () => [...body.children].filter((row) => !row.hidden).map((row) => Number(row.dataset.number))

  const tell = () => {
    const none = shown().length === 0
    byId('nothing').hidden = !none
    byId('nothing').textContent =
      all.length === 0
        ? 'No request yet. Ask one of the APIs, and it shows up here.'
        : 'None of the requests fits the filter.'
  }

  return {
    choose,
    counts,
    chosen: () => chosen,
    begin(exchanges) {
      all = []
      waiting = []
      counts.clear()
      body.replaceChildren()
      for (const exchange of exchanges) add(exchange)
      tell()
    },
    add(exchange) {
      if (held) waiting.push(exchange)
      else add(exchange)
    },
    filter() {
      const numbers = new Map(all.map((exchange) => [exchange.number, exchange]))
      for (const row of body.children) row.hidden = !fits(numbers.get(Number(row.dataset.number)))
      tell()
    },
    /** The next one that is shown, downwards or upwards. */
    step(by) {
      const numbers = shown()
      const at = numbers.indexOf(chosen)
      const next = numbers[at === -1 ? 0 : Math.min(numbers.length - 1, Math.max(0, at + by))]
      if (next !== undefined) choose(next)
    },
    hold(on) {
      held = on
      if (on) return
      for (const exchange of waiting) add(exchange)
      waiting = []
    },
    waiting: () => waiting.length,
  }
}

function searchText(exchange) {
  const { api, method, path, status, faults, request, response } = exchange
  exchange.text ??=
    `${api} ${method} ${path} ${status} ${faults.join(' ')} ${JSON.stringify([request, response])}`.toLowerCase()
  return exchange.text
}
