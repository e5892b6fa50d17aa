import { byId, make } from './dom.js'

const kinds = { mirror: 'mirror', document: 'OpenAPI', recording: 'recording', replay: 'replay' }
const before = new Map()
/** So many are shown without being asked for. */
const fewStores = 6

/** The APIs with their URLs, and what each holds. */
export function showApis(apis) {
  byId('apis').replaceChildren(
    ...apis.map(({ name, kind, title, url }) =>
      make(
        'section',
        { class: 'api-card', 'data-api': name, 'data-kind': kind },
        make('h2', {}, name, make('span', { class: 'kind' }, kinds[kind] ?? kind)),
        title !== name && make('p', { class: 'title' }, title),
        make('p', { class: 'url' }, make('code', {}, url)),
        make('p', { class: 'asked' }, 'not asked yet'),
        make(
          'details',
          { class: 'holds', open: apis.length === 1, hidden: true },
          make('summary', {}),
          make('table', { class: 'stores' }, make('tbody', {})),
        ),
      ),
    ),
  )
  const select = byId('api')
  const chosen = select.value
  select.replaceChildren(
    make('option', { value: '' }, 'All APIs'),
    ...apis.map(({ name }) => make('option', { value: name }, name)),
  )
  select.value = apis.some(({ name }) => name === chosen) ? chosen : ''
}

export function showCounts(counts) {
  for (const card of byId('apis').children) {
    const count = counts.get(card.dataset.api) ?? 0
    card.querySelector('.asked').textContent =
      count === 0 ? 'not asked yet' : `${count} ${count === 1 ? 'request' : 'requests'}`
  }
}

/** How many rows, documents or resources there are; what has just changed is marked. */
export function showState(state) {
  for (const card of byId('apis').children) {
    const api = card.dataset.api
    const stores = state[api] ?? []
    const all = stores.reduce((sum, { count }) => sum + count, 0)
    card.querySelector('.holds').hidden = stores.length === 0
    card.querySelector('.holds summary').textContent = heldBy(card.dataset.kind, stores.length, all)
    if (stores.length <= fewStores && !before.has(api)) card.querySelector('.holds').open = true
    before.set(api, true)
    card.querySelector('.stores tbody').replaceChildren(
      ...stores.map(({ name, count }) => {
        const key = `${api} ${name}`
        const changed = before.has(key) && before.get(key) !== count
        before.set(key, count)
        return make(
          'tr',
          { class: changed ? 'changed' : '' },
          make('th', {}, name),
          make('td', { class: 'number' }, String(count)),
        )
      }),
    )
  }
}

function heldBy(kind, stores, entries) {
  if (kind !== 'mirror' && kind !== 'document') return 'so far'
  const noun = kind === 'mirror' ? 'store' : 'collection'
  return `${stores} ${noun}${stores === 1 ? '' : 's'}, ${entries} ${entries === 1 ? 'entry' : 'entries'}`
}
