import { showDetail } from './detail.js'
import { byId } from './dom.js'
import { openExchanges } from './exchanges.js'
import { listenToKeys, showKeys } from './keyboard.js'
import { showApis, showCounts, showState } from './state.js'

const exchanges = openExchanges((exchange) => showDetail(exchange, close))
let paused = false

function close() {
  exchanges.choose(undefined)
}

function tellLive(text, state) {
  byId('live').textContent = text
  byId('live').dataset.state = state
}

function listening() {
  const waiting = exchanges.waiting()
  if (paused) tellLive(waiting === 0 ? 'paused' : `paused, ${waiting} more`, 'paused')
  else tellLive('live', 'live')
}

function pause() {
  paused = !paused
  exchanges.hold(paused)
  byId('pause').textContent = paused ? 'Go on' : 'Pause'
  byId('pause').setAttribute('aria-pressed', String(paused))
  showCounts(exchanges.counts)
  listening()
}

function changeTheme() {
  const root = document.documentElement
  const isDark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches
  root.dataset.theme = isDark ? 'light' : 'dark'
}

function leave() {
  if (document.activeElement === byId('filter')) {
    byId('filter').value = ''
    byId('filter').blur()
    exchanges.filter()
  } else close()
}

const events = new EventSource('/events')
events.addEventListener('begin', (event) => {
  const { apis, exchanges: known } = JSON.parse(event.data)
  showApis(apis)
  exchanges.begin(known)
  showCounts(exchanges.counts)
  listening()
})
events.addEventListener('exchange', (event) => {
  exchanges.add(JSON.parse(event.data))
  showCounts(exchanges.counts)
  listening()
})
events.addEventListener('state', (event) => showState(JSON.parse(event.data)))
events.addEventListener('error', () => tellLive('not connected', 'lost'))

for (const id of ['filter', 'api', 'status']) byId(id).addEventListener('input', () => exchanges.filter())
document.querySelector('.tools').addEventListener('submit', (event) => event.preventDefault())
byId('pause').addEventListener('click', pause)
byId('theme').addEventListener('click', changeTheme)
byId('help').addEventListener('click', showKeys)
listenToKeys({
  '/': () => byId('filter').focus(),
  j: () => exchanges.step(1),
  ArrowDown: () => exchanges.step(1),
  k: () => exchanges.step(-1),
  ArrowUp: () => exchanges.step(-1),
  Escape: leave,
  p: pause,
  t: changeTheme,
  '?': showKeys,
})
