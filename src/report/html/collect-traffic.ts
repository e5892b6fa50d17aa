import type { Parts } from '../../core/detail.ts'
import { formatDuration } from '../../core/duration.ts'
import type { RunEvent } from '../../core/events.ts'
import type { OpenScenario } from './collect-scenario.ts'
import type { Arrow, EventOf } from './model.ts'

/** The parties that are no systems: whoever runs the steps, and the message log. */
const scenario = 'scenario'
const topics = 'topics'

/** Takes note of what passed between systems, and of what happened to the landscape. */
export function collectTraffic(open: OpenScenario, event: RunEvent): void {
  switch (event.type) {
    case 'http.received':
      received(open, event)
      break
    case 'http.exchange':
      answered(open, event)
      break
    case 'step.exchange':
      exchanged(open, event)
      break
    case 'message.published':
      published(open, event)
      break
    case 'message.delivered':
      delivered(open, event)
      break
    case 'clock.advanced': {
      const moved = event.to - event.from
      mark(open, { at: event.at, kind: 'clock', label: `+${formatDuration(moved)}`, landscapeAt: event.to, moved })
      break
    }
    case 'job.ran': {
      const { at, landscapeAt, name, failure } = event
      const label = failure === undefined ? name : `${name} failed: ${failure}`
      mark(open, { at, kind: 'job', label, landscapeAt, ...(failure !== undefined && { failed: true }) })
      break
    }
    case 'fault.fired':
      mark(open, {
        at: event.at,
        kind: 'fault',
        label: `${event.fault}: ${event.kind} at ${event.system}, ${event.what}`,
        landscapeAt: event.landscapeAt,
      })
      break
  }
}

function mark(open: OpenScenario, mark: Omit<OpenScenario['model']['marks'][number], 'step'>): void {
  open.model.marks.push({ ...mark, step: open.current() })
}

function received(open: OpenScenario, { at, exchange, system, from, method, path }: EventOf<'http.received'>): void {
  const label = `${method} ${path}`
  open.pending.set(
    exchange,
    open.addArrow({ at, kind: 'http', from: from ?? 'client', to: system, label, details: [] }),
  )
}

function answered(open: OpenScenario, event: EventOf<'http.exchange'>): void {
  const { at, system, method, path, status, duration, exchange = -1, request = {}, response = {} } = event
  // A proxy does not tell of what comes in.
  const unannounced = { at: at - duration, kind: 'http', from: event.from ?? 'client', to: system } as const
  const arrow = open.pending.get(exchange) ?? open.addArrow({ ...unannounced, label: `${method} ${path}`, details: [] })
  open.pending.delete(exchange)
  // A connection that a fault has cut has no status.
  const outcome = status === 0 ? 'no answer' : String(status)
  const failed = status === 0 || status >= 500
  Object.assign(arrow, { outcome, duration, ...(failed && { failed }) })
  const title = `${method} ${path}`
  const detail = { title, kind: 'http', from: arrow.from, to: system, at: arrow.at, duration, outcome }
  arrow.details.push(open.addDetail({ ...detail, request, response }))
  if (arrow.from !== scenario && exchange !== -1) return
  const key = `${system} ${title}`
  open.unclaimed.set(key, [...(open.unclaimed.get(key) ?? []).filter((one) => at - one.at < 60_000), arrow])
}

/** A step's own account of a request takes the place of the mirror's, so that it is there once. */
function exchanged(open: OpenScenario, { at, path, attempt, exchange }: EventOf<'step.exchange'>): void {
  const { kind, to, summary, outcome, duration, request, response } = exchange
  const detail = {
    title: summary,
    kind,
    from: scenario,
    ...(to !== undefined && { to }),
    at: at - duration,
    duration,
    ...(outcome !== undefined && { outcome }),
    attempt,
    request,
    response,
  }
  const claimed = to === undefined ? undefined : open.unclaimed.get(`${to} ${summary}`)?.shift()
  const [position] = claimed?.details ?? []
  if (claimed !== undefined && position !== undefined) {
    open.model.details[position] = detail
    claimed.from = scenario
    if (outcome !== undefined) claimed.outcome = outcome
    open.stepAt(path)?.details.push(position)
    return
  }
  const added = open.addDetail(detail)
  open.stepAt(path)?.details.push(added)
  const arrow = arrowKind(kind)
  if (arrow === undefined || to === undefined) return
  const failed = kind === 'http' && !/^[1234]/.test(outcome ?? '') && { failed: true }
  const parties = kind === 'consume' ? { from: topics, to: scenario } : { from: scenario, to }
  const label = kind === 'sql' ? firstWords(summary) : summary
  merge(open, {
    at: at - duration,
    kind: arrow,
    ...parties,
    label,
    ...(outcome !== undefined && { outcome }),
    ...failed,
    duration,
    details: [added],
  })
}

/** What a step published is told of by the log itself. */
function arrowKind(kind: string): Arrow['kind'] | undefined {
  if (kind === 'sql' || kind === 'mongo') return 'query'
  if (kind === 'consume') return 'message'
  return kind === 'http' ? 'http' : undefined
}

function published(open: OpenScenario, event: EventOf<'message.published'>): void {
  const { at, topic, key, count, from = scenario, messages } = event
  const title = `${topic}: ${key ?? 'no key'}`
  const request: Parts = messages === undefined ? {} : { messages }
  const detail = open.addDetail({
    title,
    kind: 'message',
    from,
    to: topics,
    at,
    outcome: several(count),
    request,
    response: {},
  })
  merge(open, { at, kind: 'message', from, to: topics, label: title, outcome: several(count), details: [detail] })
}

function delivered(open: OpenScenario, { at, topic, group, count, messages }: EventOf<'message.delivered'>): void {
  const [to = group, flow] = group.split(': ')
  const label = flow === undefined ? topic : `${topic} → ${flow}`
  const outcome = several(count)
  const detail = open.addDetail({
    title: label,
    kind: 'message',
    from: topics,
    to,
    at,
    outcome,
    request: { messages },
    response: {},
  })
  merge(open, { at, kind: 'message', from: topics, to, label, outcome, details: [detail] })
}

/** Adds an arrow, or counts it on the one before when the two are alike. */
function merge(open: OpenScenario, arrow: Omit<Arrow, 'step' | 'times'>): void {
  const last = open.model.arrows.at(-1)
  const alike =
    last !== undefined &&
    last.step === open.current() &&
    (['kind', 'from', 'to', 'label', 'outcome'] as const).every((key) => last[key] === arrow[key])
  if (!alike) {
    open.addArrow(arrow)
    return
  }
  last.times++
  if (last.details.length < 20) last.details.push(...arrow.details)
}

function several(count: number): string {
  return `${count} ${count === 1 ? 'message' : 'messages'}`
}

/** `select … from availability`. */
function firstWords(statement: string): string {
  const [verb = ''] = /^\s*\w+/.exec(statement) ?? []
  const table = /\b(?:from|into|update|join)\s+("?[\w.]+"?)/i.exec(statement)?.[1]
  return table === undefined ? statement.slice(0, 60) : `${verb.trim().toLowerCase()} … ${table.replaceAll('"', '')}`
}
