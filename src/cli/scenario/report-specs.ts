import { resolve } from 'node:path'
import type { ReportSpec } from '../../app/reports.ts'
import { usageError } from '../../core/error.ts'
import { suggestion } from '../../core/nearest.ts'
import type { CliIo } from '../io.ts'

const fileKinds = ['junit', 'jsonl', 'html'] as const
/** Every report that can be asked for. */
export const reportKinds = ['console', 'github', ...fileKinds] as const

type ReportIo = Pick<CliIo, 'cwd' | 'env' | 'out' | 'err'>

/**
 * The reports that `--report` asks for besides the console's, which is always there; in a job of GitHub Actions, its
 * report is always there, too. With `--json` stdout belongs to the result. Throws `cli.report`.
 */
export function reportSpecs(typed: readonly string[] = [], io: ReportIo, json: boolean): ReportSpec[] {
  const asked = typed.filter((text) => text !== 'console').map((text) => reportSpec(text, io, json))
  const isKnown = asked.some(({ kind }) => kind === 'github')
  return isKnown || io.env.GITHUB_ACTIONS !== 'true' ? asked : [...asked, githubSpec('', io, json)]
}

function reportSpec(text: string, io: ReportIo, json: boolean): ReportSpec {
  const [name = '', ...rest] = text.split('=')
  const file = rest.join('=')
  if (name === 'github') return githubSpec(file, io, json)
  const kind = fileKinds.find((known) => known === name)
  if (kind === undefined) {
    throw usageError({
      code: 'cli.report',
      message: `--report ${text}: there is no report "${name}"; ${suggestion(name, reportKinds)}`,
    })
  }
  if (file === '') {
    throw usageError({ code: 'cli.report', message: `--report ${text}: expected ${kind}=FILE` })
  }
  return { kind, target: { file: resolve(io.cwd, file) } }
}

/** The summary goes to the file that is named, or else to the one that GitHub gives to the step. */
function githubSpec(file: string, { cwd, env, out, err }: ReportIo, json: boolean): ReportSpec {
  const given = env.GITHUB_STEP_SUMMARY
  const summary =
    file !== ''
      ? { file: resolve(cwd, file), append: false }
      : given === undefined || given === ''
        ? undefined
        : { file: resolve(cwd, given), append: true }
  const root = env.GITHUB_WORKSPACE === undefined || env.GITHUB_WORKSPACE === '' ? cwd : env.GITHUB_WORKSPACE
  const write = json ? err.write : out.write
  return { kind: 'github', write, ...(summary && { summary }), workingDirectory: cwd, root }
}
