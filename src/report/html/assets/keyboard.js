import { make } from './dom.js'
import { closePanel } from './panel.js'
import { moveSelection } from './steps.js'

const keys = [
  ['j or ↓', 'next step'],
  ['k or ↑', 'step before'],
  ['Enter', 'open the step'],
  ['Esc', 'close'],
  ['/', 'filter'],
  ['f', 'failed only'],
  ['t', 'dark or light'],
  ['?', 'these keys'],
]

const help = document.querySelector('.help')

export function startKeyboard() {
  help.append(
    make('h2', {}, 'Keys'),
    make(
      'dl',
      {},
      keys.map(([key, does]) => make('div', {}, make('dt', {}, make('kbd', {}, key)), make('dd', {}, does))),
    ),
    make('button', { type: 'button', onclick: () => help.close() }, 'Close'),
  )
  document.getElementById('help').addEventListener('click', () => help.showModal())
  document.getElementById('theme').addEventListener('click', switchTheme)
  document.addEventListener('keydown', pressed)
}

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return
  const typing = event.target.matches('input[type="search"], select')
  if (event.key === 'Escape') escaped(event, typing)
  else if (!typing) shortcut(event)
}

function escaped(event, typing) {
  if (help.open) return
  const filter = document.getElementById('filter')
  if (typing && filter.value !== '') {
    filter.value = ''
    filter.dispatchEvent(new Event('input'))
    event.preventDefault()
  } else if (typing) event.target.blur()
  else closePanel()
}

const shortcuts = {
  j: () => moveOpen(1),
  ArrowDown: () => moveOpen(1),
  k: () => moveOpen(-1),
  ArrowUp: () => moveOpen(-1),
  '/': () => document.getElementById('filter').focus(),
  f: () => document.getElementById('failed-only').click(),
  t: switchTheme,
  '?': () => help.showModal(),
}

function shortcut(event) {
  const action = shortcuts[event.key]
  if (action === undefined || help.open) return
  // Arrow keys scroll the panel while the reader is in it.
  if (event.key.startsWith('Arrow') && event.target.closest('.panel, .lifelines') !== null) return
  event.preventDefault()
  action()
}

/** With the panel open, it follows the selection. */
function moveOpen(by) {
  const row = moveSelection(by)
  if (row !== undefined && document.body.classList.contains('with-panel')) row.click()
}

export function switchTheme() {
  const root = document.documentElement
  const dark =
    root.dataset.theme === undefined
      ? matchMedia('(prefers-color-scheme: dark)').matches
      : root.dataset.theme === 'dark'
  root.dataset.theme = dark ? 'light' : 'dark'
}
