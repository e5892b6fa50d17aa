import { resolve } from 'node:path'
import type { ReportSpec } from '../../app/reports.ts'
import { usageError } from '../../core/error.ts'
import { suggestion } from '../../core/nearest.ts'

const fileKinds = ['junit', 'jsonl'] as const

/** The reports that `--report` asks for besides the console's, which is always there. Throws `cli.report`. */
export function reportSpecs(typed: readonly string[] = [], cwd: string): ReportSpec[] {
  return typed.filter((text) => text !== 'console').map((text) => reportSpec(text, cwd))
}

function reportSpec(text: string, cwd: string): ReportSpec {
  const [name = '', ...rest] = text.split('=')
  const file = rest.join('=')
  const kind = fileKinds.find((known) => known === name)
  if (kind === undefined) {
    throw usageError({
      code: 'cli.report',
      message: `--report ${text}: there is no report "${name}"; ${suggestion(name, ['console', ...fileKinds])}`,
    })
  }
  if (file === '') {
    throw usageError({ code: 'cli.report', message: `--report ${text}: expected ${kind}=FILE` })
  }
  return { kind, target: { file: resolve(cwd, file) } }
}
