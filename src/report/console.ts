import { formatDuration } from '../core/duration.ts'
import type { RunEvent, ScenarioResult, StepResult, Verdict } from '../core/events.ts'
import { coverageLines } from './coverage-lines.ts'
import { effortLine, effortLines } from './effort-lines.ts'
import { failureLines, indented } from './failure-lines.ts'
import { faultLine, faultTally } from './fault-lines.ts'
import { type Paint, painter } from './paint.ts'
import { printable } from './printable.ts'
import type { Report, Write } from './report.ts'
import { counted, invariantLine, marked, noteLines, stepLine } from './result-lines.ts'
import { trafficLine } from './traffic-line.ts'
import { formatWallTime } from './wall-time.ts'

const mostFailures = 10

export interface ConsoleOptions {
  color: boolean
  /** Also every step inside of another, HTTP exchange, message and job. */
  verbose: boolean
}

/** For people: what happened as it happens, and for a failure what is needed to find its cause. */
export function consoleReport(write: Write, { color, verbose }: ConsoleOptions): Report {
  const paint = painter(color)
  const print = (...lines: string[]): void => {
    if (lines.length > 0) write(`${lines.join('\n')}\n`)
  }
  let landscapeTime = 0
  const inner = new Map<string, number>()
  const faults = faultTally()

  const stepFinished = (result: StepResult): void => {
    const [outermost = ''] = result.step.path
    const nested = result.step.path.length > 1
    if (nested) {
      inner.set(outermost, (inner.get(outermost) ?? 0) + 1)
      const unremarkable = result.verdict === 'passed' || result.verdict === 'skipped'
      if (verbose || !unremarkable) print(`    ${stepLine(result, { landscapeTime: 0, inner: 0 }, paint)}`)
    } else {
      print(`  ${stepLine(result, { landscapeTime, inner: inner.get(outermost) ?? 0 }, paint)}`)
      landscapeTime = 0
      inner.delete(outermost)
      print(...noteLines(result).map((line) => `    ${line}`))
    }
  }

  const sink = (event: RunEvent): void => {
    switch (event.type) {
      case 'environment.started':
        print(`environment up in ${formatWallTime(event.duration)}: ${systemNames(event.systems)}`)
        if (verbose) print(...event.systems.map(({ name, url }) => paint('dim', `  ${name}  ${url ?? 'no API'}`)))
        break
      case 'environment.stopped':
        if (verbose) print(paint('dim', `environment stopped in ${formatWallTime(event.duration)}`))
        break
      case 'scenario.started':
        landscapeTime = 0
        inner.clear()
        faults.clear()
        print('', `${paint('bold', event.scenario)}  ${printable(event.title)}`)
        if (event.defect !== undefined) print(paint('yellow', `  with the defect ${event.defect}`))
        break
      case 'clock.advanced':
        landscapeTime += event.to - event.from
        break
      case 'step.finished':
        stepFinished(event.result)
        break
      case 'invariant.finished':
        print(`  ${invariantLine(event.result, paint)}`)
        break
      case 'scenario.finished':
        print(...endOfScenario(event.result, faults.lines(), paint))
        break
      case 'scenario.retried':
      case 'scenario.left-out':
        print('', paint('yellow', effortLine(event) ?? ''))
        break
      case 'seed.finished':
        if (verbose || event.verdict !== 'passed')
          print(
            paint('dim', `${event.scenario} with seed ${event.seed}: ${event.verdict} (${event.index} of ${event.of})`),
          )
        break
      case 'contract.coverage':
        print('', ...coverageLines(event).map((line) => paint('dim', line)))
        break
      case 'run.finished':
        print(
          '',
          `${countingLine(event.counts)}${event.flaky === undefined ? '' : `, ${event.flaky} flaky`} (${formatWallTime(event.duration)})`,
        )
        print(marked(event.verdict, event.verdict, paint, true))
        break
      case 'fault.raised':
      case 'fault.fired':
      case 'fault.cleared':
        faults.add(event)
        if (verbose) print(paint('yellow', `    ${faultLine(event)}`))
        break
      case 'http.exchange':
      case 'message.published':
      case 'job.ran':
        if (verbose) print(paint('dim', `    ${trafficLine(event)}`))
        break
    }
  }

  return { sink, close: async () => undefined }
}

function systemNames(systems: readonly { name: string }[]): string {
  return systems.map(({ name }) => name).join(', ')
}

function endOfScenario(result: ScenarioResult, faults: readonly string[], paint: Paint): string[] {
  const outcome = `${result.verdict} in ${formatWallTime(result.duration)}`
  const moved = `landscape time +${formatDuration(result.landscapeTime)}`
  const lines = [
    `  ${marked(result.verdict, outcome, paint, true)}${paint('dim', `, ${moved}, seed ${result.seed}, run ${result.correlationId}`)}`,
  ]
  for (const failure of result.failures.slice(0, mostFailures)) {
    const [message = '', ...rest] = failureLines(failure, paint)
    lines.push('', ...indented(indented([paint('bold', message), ...rest])))
  }
  const hidden = result.failures.length - mostFailures
  if (hidden > 0) lines.push('', `    … and ${counted(hidden, 'more failure')}`)
  const effort = effortLines(result)
  if (effort.length > 0) lines.push('', ...indented(indented(effort.map((line) => paint('yellow', line)))))
  if (result.verdict !== 'passed' && faults.length > 0) lines.push('', ...indented(indented(faults)))
  if (result.verdict !== 'passed') lines.push('', `    replay: ${result.replay}`)
  return lines
}

/** `3 scenarios: 2 passed, 1 failed, 0 inconclusive, 0 errors`. */
function countingLine(counts: Record<Verdict, number>): string {
  const total = counts.passed + counts.failed + counts.inconclusive + counts.error
  const { passed, failed, inconclusive, error } = counts
  return `${counted(total, 'scenario')}: ${passed} passed, ${failed} failed, ${inconclusive} inconclusive, ${counted(error, 'error')}`
}
