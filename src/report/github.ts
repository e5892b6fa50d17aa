import type { Failure, RunEvent, ScenarioResult } from '../core/events.ts'
import { failureLines } from './failure-lines.ts'
import { githubSummary } from './github-summary.ts'
import { plain } from './paint.ts'
import { printable } from './printable.ts'
import type { Report, Write } from './report.ts'

export interface GithubOptions {
  /** Takes workflow commands, one to a line. */
  annotate: Write
  /** Takes the summary of the job, in Markdown. */
  summarize?: Write
  /** A file's path from the root of the repository; `undefined` when it is not in it. */
  shownPath(file: string): string | undefined
}

/** As many as GitHub shows of each kind in one step. */
const mostAnnotations = 10

/** For GitHub Actions: an annotation for each failure at its place in the file, and a summary of the job. */
export function githubReport({ annotate, summarize, shownPath }: GithubOptions): Report {
  const results: ScenarioResult[] = []
  const awaited = new Map<string, string>()
  let given = 0

  const tell = (result: ScenarioResult): void => {
    for (const failure of result.failures) {
      if (given >= mostAnnotations) return
      given++
      annotate(`${annotation(result, failure, shownPath)}\n`)
    }
  }

  const sink = (event: RunEvent): void => {
    if (event.type === 'run.started') {
      for (const { name, title } of event.scenarios) awaited.set(name, title)
    } else if (event.type === 'scenario.finished') {
      awaited.delete(event.result.scenario)
      results.push(event.result)
      if (event.result.verdict !== 'passed') tell(event.result)
    }
  }

  return {
    sink,
    async close() {
      summarize?.(githubSummary(results, [...awaited.keys()]))
    },
  }
}

/** `::error file=…,line=…,col=…,title=…::message`; what could not be judged is a warning. */
function annotation(result: ScenarioResult, failure: Failure, shownPath: GithubOptions['shownPath']): string {
  const { place } = failure
  const file = place === undefined ? undefined : shownPath(place.file)
  const where = place !== undefined && file !== undefined ? { file, line: place.line, col: place.column } : {}
  const properties = Object.entries({ ...where, title: `${result.scenario}: ${result.verdict}` })
  const details = failureLines(withoutLine(failure), plain)
  const message = [...details.slice(0, 12), `replay: ${result.replay}`].join('\n')
  const command = result.verdict === 'inconclusive' ? 'warning' : 'error'
  return `::${command} ${properties.map(([name, value]) => `${name}=${escapedProperty(String(value))}`).join(',')}::${escapedMessage(message)}`
}

/** The annotation stands beside the line itself. */
function withoutLine({ place, ...failure }: Failure): Failure {
  if (place === undefined) return failure
  const { file, line, column } = place
  return { ...failure, place: { file, line, column } }
}

/** As the runner reads it back: `%`, carriage return and line feed would end the command. */
function escapedMessage(text: string): string {
  return printable(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

/** Properties are separated by commas and ended by colons besides. */
function escapedProperty(text: string): string {
  return escapedMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
