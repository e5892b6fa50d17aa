import { formatDuration } from '../core/duration.ts'
import type { Difference, Failure, ScenarioResult, Verdict } from '../core/events.ts'
import { formatPlace } from '../core/place.ts'
import { printable } from './printable.ts'
import { counted } from './result-lines.ts'
import { formatWallTime } from './wall-time.ts'

const signs: Record<Verdict, string> = { passed: '✅', failed: '❌', error: '❗', inconclusive: '❔' }
const mostFailures = 10
const mostDifferences = 10
/** GitHub takes 1 MiB of a step; a character has up to 4 bytes. */
const longest = 200_000

/** The summary of a job in GitHub's Markdown: what failed first, then a table of all scenarios. */
export function githubSummary(results: readonly ScenarioResult[], awaited: readonly string[]): string {
  const troubled = results.filter(({ verdict }) => verdict !== 'passed')
  const parts = [
    `## ${headline(results, awaited)}`,
    ...troubled.flatMap((result) => details(result)),
    ...awaited.map((name) => `**${text(name)}**: the run ended before this scenario did.`),
    table(results),
  ]
  const summary = `${parts.join('\n\n')}\n`
  return summary.length > longest ? `${summary.slice(0, longest)}\n\n… the rest is left out\n` : summary
}

function headline(results: readonly ScenarioResult[], awaited: readonly string[]): string {
  const bad = results.filter(({ verdict }) => verdict !== 'passed').length + awaited.length
  const total = results.length + awaited.length
  if (total === 0) return '❗ No scenario was run'
  if (bad === 0) return `✅ ${counted(total, 'scenario')} passed`
  return `❌ ${bad} of ${counted(total, 'scenario')} did not pass`
}

function details(result: ScenarioResult): string[] {
  const { scenario, verdict, failures, replay, defect } = result
  const more = failures.length - mostFailures
  return [
    `### ${signs[verdict]} ${text(scenario)}${defect === undefined ? '' : ` with ${text(defect)}`}: ${verdict}`,
    ...failures.slice(0, mostFailures).flatMap(failureParts),
    ...(more > 0 ? [`… and ${counted(more, 'more failure')}`] : []),
    `Replay:\n\n${fenced(replay)}`,
  ]
}

function failureParts({ message, place, differences = [] }: Failure): string[] {
  const where = place === undefined ? '' : `<br>${code(formatPlace(place))}`
  const parts = [`**${text(message)}**${where}`]
  if (differences.length === 0) return parts
  const rows = differences.slice(0, mostDifferences).map(differenceRow)
  return [...parts, ['| in the answer | expected | actual |', '| --- | --- | --- |', ...rows].join('\n')]
}

function differenceRow({ path, expected, actual }: Difference): string {
  return `| ${code(path)} | ${code(expected)} | ${code(actual)} |`
}

function table(results: readonly ScenarioResult[]): string {
  const rows = results.map(
    ({ scenario, verdict, duration, landscapeTime, steps, seed }) =>
      `| ${signs[verdict]} | ${text(scenario)} | ${steps.length} | ${formatWallTime(duration)} | +${formatDuration(landscapeTime)} | ${code(seed)} |`,
  )
  return [
    '| | scenario | steps | took | landscape time | seed |',
    '| --- | --- | ---: | ---: | ---: | --- |',
    ...rows,
  ].join('\n')
}

/** Data within a line of Markdown: nothing in it is markup, a link, a mention or the end of a cell. */
function text(value: string): string {
  return printable(value)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*_{}[\]()#|~@!]/g, (sign) => `&#${sign.charCodeAt(0)};`)
    .replace(/\s*\n\s*/g, '<br>')
}

/** Data in a fixed-width font, also within a cell. */
function code(value: string): string {
  const shown = text(value)
  return shown === '' ? '' : `<code>${shown}</code>`
}

/** A block whose fence is longer than any that is in it. */
function fenced(value: string): string {
  const longestRun = Math.max(2, ...[...value.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longestRun + 1)
  return `${fence}sh\n${printable(value)}\n${fence}`
}
