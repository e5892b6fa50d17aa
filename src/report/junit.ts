import type { Instant } from '../core/clock.ts'
import type { Milliseconds } from '../core/duration.ts'
import type { Failure, RunEvent, ScenarioResult } from '../core/events.ts'
import { effortLines } from './effort-lines.ts'
import { failureLines } from './failure-lines.ts'
import { plain } from './paint.ts'
import type { Report, Write } from './report.ts'
import { invariantLine, noteLines, stepLine } from './result-lines.ts'
import { element } from './xml.ts'

interface Finished {
  result: ScenarioResult
  startedAt: Instant | undefined
}

/**
 * For CI: one JUnit document in the form that Jenkins and GitLab read, written when the report is closed. A scenario
 * that was to run and has no result is an error, so that a run that broke off is never taken for a good one.
 */
export function junitReport(write: Write): Report {
  const finished: Finished[] = []
  const awaited = new Map<string, string>()
  const leftOut: Suite[] = []
  let started = false
  let startedAt: Instant | undefined

  const sink = (event: RunEvent): void => {
    if (event.type === 'run.started') {
      started = true
      for (const { name, title } of event.scenarios) awaited.set(name, title)
    } else if (event.type === 'scenario.started') {
      startedAt = event.at
    } else if (event.type === 'scenario.left-out') {
      awaited.delete(event.scenario)
      leftOut.push(leftOutSuite(event.scenario, event.reason))
    } else if (event.type === 'scenario.finished') {
      awaited.delete(event.result.scenario)
      finished.push({ result: event.result, startedAt })
    }
  }

  const close = async (): Promise<void> => {
    const suites = [...finished.map(({ result, startedAt }) => suiteOf(result, startedAt)), ...leftOut]
    for (const [name, title] of awaited)
      suites.push(brokenOff(name, `${title}: the run ended before this scenario did`))
    if (!started) suites.push(brokenOff('run', 'the run ended before any scenario was started'))
    write(documentOf(suites))
  }

  return { sink, close }
}

interface Suite {
  errors: number
  failures: number
  skipped: number
  time: Milliseconds
  xml: string
}

function documentOf(suites: readonly Suite[]): string {
  const total = (key: 'errors' | 'failures' | 'time'): number => suites.reduce((sum, suite) => sum + suite[key], 0)
  const root = element(
    'testsuites',
    {
      name: 'standin',
      tests: suites.length,
      failures: total('failures'),
      errors: total('errors'),
      time: seconds(total('time')),
    },
    suites.map((suite) => suite.xml),
  )
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`
}

function suiteOf(result: ScenarioResult, startedAt: Instant | undefined): Suite {
  const name = result.defect === undefined ? result.scenario : `${result.scenario} with ${result.defect}`
  const time = seconds(result.duration)
  const properties = {
    seed: result.seed,
    correlationId: result.correlationId,
    ...(result.flaky === true && { flaky: 'true' }),
  }
  const testcase = element('testcase', { name, classname: result.file, time }, [
    ...outcomeOf(result),
    element('system-out', {}, output(result)),
  ])
  return suite(
    result.file,
    {
      errors: result.verdict === 'error' ? 1 : 0,
      failures: result.verdict === 'failed' ? 1 : 0,
      skipped: result.verdict === 'inconclusive' ? 1 : 0,
      time: result.duration,
    },
    [
      element(
        'properties',
        {},
        Object.entries(properties).map(([name, value]) => element('property', { name, value })),
      ),
      testcase,
    ],
    startedAt,
  )
}

function leftOutSuite(name: string, message: string): Suite {
  const skipped = element('skipped', { message })
  return suite(name, { errors: 0, failures: 0, skipped: 1, time: 0 }, [
    element('testcase', { name, classname: name, time: seconds(0) }, [skipped]),
  ])
}

function brokenOff(name: string, message: string): Suite {
  const error = element('error', { message, type: 'error' })
  return suite(name, { errors: 1, failures: 0, skipped: 0, time: 0 }, [
    element('testcase', { name, classname: name, time: seconds(0) }, [error]),
  ])
}

function suite(name: string, counts: Omit<Suite, 'xml'>, content: string[], startedAt?: Instant): Suite {
  const attributes: Record<string, string | number> = { name, tests: 1, ...counts, time: seconds(counts.time) }
  if (startedAt !== undefined) attributes.timestamp = new Date(startedAt).toISOString().slice(0, 19)
  return { ...counts, xml: element('testsuite', attributes, content) }
}

/** At most one element, as the format has it: the first cause as its message, all failures in its text. */
function outcomeOf(result: ScenarioResult): string[] {
  const message = result.failures[0]?.message ?? result.verdict
  const text = result.failures.map(failureText).join('\n\n')
  switch (result.verdict) {
    case 'passed':
      return []
    case 'inconclusive':
      return [element('skipped', { message })]
    case 'failed':
      return [element('failure', { message, type: 'failed' }, text)]
    case 'error':
      return [element('error', { message, type: 'error' }, text)]
  }
}

function failureText(failure: Failure): string {
  return failureLines(failure, plain).join('\n')
}

function output(result: ScenarioResult): string {
  const lines = result.steps.flatMap((step) => [
    stepLine(step, { landscapeTime: 0, inner: 0 }, plain),
    ...noteLines(step),
  ])
  for (const invariant of result.invariants) lines.push(invariantLine(invariant, plain))
  if (result.verdict === 'inconclusive') lines.push(...result.failures.map(failureText))
  lines.push(...effortLines(result))
  lines.push(`seed: ${result.seed}`, `replay: ${result.replay}`)
  return lines.join('\n')
}

function seconds(duration: Milliseconds): string {
  return (duration / 1_000).toFixed(3)
}
