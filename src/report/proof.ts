import type { RunEvent, ScenarioResult } from '../core/events.ts'
import { type Paint, painter } from './paint.ts'
import { printable } from './printable.ts'
import type { Report, Write } from './report.ts'
import { counted, marked } from './result-lines.ts'
import { formatWallTime } from './wall-time.ts'

/** What became of one scenario under each of its defects. */
export interface ProvenScenario {
  scenario: string
  baseline: ScenarioResult
  defects: readonly { defect: string; caught: boolean; result: ScenarioResult }[]
  proven: boolean
}

const withoutDefect = 'no defect'

/** One line for each run of a proof, as it ends; that a run fails is what is wanted, so its failures are not shown. */
export function proofProgress(write: Write): Report {
  const sink = (event: RunEvent): void => {
    if (event.type !== 'scenario.finished') return
    const { scenario, defect = withoutDefect, verdict, duration } = event.result
    write(`${scenario}, ${defect}: ${verdict} in ${formatWallTime(duration)}\n`)
  }
  return { sink, close: async () => undefined }
}

/** The table of a proof: for each scenario and defect whether it was caught, and by what message. */
export function formatProofs(proofs: readonly ProvenScenario[], color: boolean): string {
  const paint = painter(color)
  const names = proofs.flatMap(({ defects }) => defects.map(({ defect }) => defect))
  const width = Math.max(withoutDefect.length, ...names.map((name) => name.length))
  const lines = proofs.flatMap((proof) => [paint('bold', proof.scenario), ...rows(proof, width, paint), ''])
  const all = proofs.flatMap(({ defects }) => defects)
  const caught = all.filter((defect) => defect.caught).length
  const verdict = proofs.every(({ proven }) => proven)
    ? marked('passed', 'proven', paint, true)
    : marked('failed', 'NOT PROVEN', paint, true)
  lines.push(`${counted(proofs.length, 'scenario')}: ${caught} of ${counted(all.length, 'defect')} caught`, verdict)
  return `${lines.join('\n')}\n`
}

function rows(proof: ProvenScenario, width: number, paint: Paint): string[] {
  const clean = proof.baseline.verdict === 'passed'
  const baseline = row(clean, withoutDefect, clean ? 'passes' : `DOES NOT PASS (${proof.baseline.verdict})`)
  const defects = proof.defects.map(({ defect, caught, result }) =>
    row(caught, defect, caught ? 'caught' : `NOT CAUGHT (${result.verdict})`, result),
  )
  return [withMessage(baseline, clean ? undefined : proof.baseline), ...defects]

  function row(good: boolean, defect: string, outcome: string, result?: ScenarioResult): string {
    return withMessage(`  ${marked(good ? 'passed' : 'failed', `${defect.padEnd(width)}  ${outcome}`, paint)}`, result)
  }
}

function withMessage(line: string, result: ScenarioResult | undefined): string {
  const message = result?.failures[0]?.message
  return message === undefined ? line : `${line}: ${printable(message).replaceAll('\n', ' ')}`
}
