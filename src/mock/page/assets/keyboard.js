import { byId, make } from './dom.js'

const keys = [
  ['/', 'filter'],
  ['j, ↓', 'next request'],
  ['k, ↑', 'request before'],
  ['Esc', 'close the request, or empty the filter'],
  ['p', 'pause and go on'],
  ['t', 'dark or light'],
  ['?', 'these keys'],
]

export function showKeys() {
  const dialog = byId('keys')
  dialog.replaceChildren(
    make('h2', {}, 'Keys'),
    make(
      'dl',
      {},
      keys.map(([key, does]) => [make('dt', {}, make('kbd', {}, key)), make('dd', {}, does)]),
    ),
    make('button', { type: 'button', onclick: () => dialog.close() }, 'Close'),
  )
  dialog.showModal()
}

/** `actions` by the key that starts them. */
export function listenToKeys(actions) {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || byId('keys').open) return
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)
    if (typing && event.key !== 'Escape') return
    const action = actions[event.key]
    if (action === undefined) return
    event.preventDefault()
    action()
  })
}
