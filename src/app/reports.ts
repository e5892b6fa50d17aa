import { isAbsolute, relative, resolve, sep } from 'node:path'
import type { EventSink, RunEvent } from '../core/events.ts'
import { consoleReport } from '../report/console.ts'
import { inDetail } from '../report/detail.ts'
import { jsonlReport } from '../report/jsonl.ts'
import { junitReport } from '../report/junit.ts'
import { formatProofs, proofProgress } from '../report/proof.ts'
import type { Report, Write } from '../report/report.ts'
import { openAppendedFile, openStreamedFile, openWholeFile, type ReportFile } from './report-files.ts'

export { formatProofs }

/** Where a report goes: to a function, or to a file, by absolute path. */
export type ReportTarget = { write: Write } | { file: string }

export type ReportSpec =
  | { kind: 'console'; write: Write; color: boolean; verbose: boolean }
  /** One line for each run of a proof. */
  | { kind: 'proof-progress'; write: Write }
  | { kind: 'junit' | 'jsonl' | 'html'; target: ReportTarget }
  /** Annotations to `write`; the summary to a file that it is added to. Paths are shown from `root`. */
  | {
      kind: 'github'
      write: Write
      summary?: { file: string; append: boolean }
      workingDirectory: string
      root: string
    }

/** All reports of one command. */
export interface Reports extends AsyncDisposable {
  sink: EventSink
  /** Writes what is not written yet. Throws `report.not-written`; a second call does nothing. */
  close(): Promise<void>
}

/**
 * Opens every report before anything else starts. Throws `report.not-written` (environment) for a file that cannot be
 * written; its directory is made where it is missing.
 */
export async function openReports(specs: readonly ReportSpec[]): Promise<Reports> {
  const reports: Report[] = []
  let broken: { thrown: unknown } | undefined
  let closed = false

  const close = async (): Promise<void> => {
    if (closed) return
    closed = true
    const outcomes = await Promise.allSettled(reports.map((report) => report.close()))
    if (broken !== undefined) throw broken.thrown
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
  }

  try {
    for (const spec of specs) reports.push(await openReport(spec))
  } catch (thrown) {
    await close()
    throw thrown
  }

  const tellAll = (event: RunEvent): void => {
    for (const report of reports) {
      try {
        report.sink(event)
      } catch (thrown) {
        broken ??= { thrown }
      }
    }
  }

  return {
    sink: reports.some(({ sink }) => sink.detail === 'full') ? inDetail(tellAll) : tellAll,
    close,
    [Symbol.asyncDispose]: close,
  }
}

async function openReport(spec: ReportSpec): Promise<Report> {
  switch (spec.kind) {
    case 'console':
      return consoleReport(spec.write, spec)
    case 'proof-progress':
      return proofProgress(spec.write)
    case 'junit':
      return await written(spec.target, openWholeFile, junitReport)
    case 'jsonl':
      return await written(spec.target, openStreamedFile, jsonlReport)
    case 'html':
      return await written(spec.target, openWholeFile, (await import('../report/html/html.ts')).htmlReport)
    case 'github':
      return await openGithubReport(spec)
  }
}

async function openGithubReport(spec: Extract<ReportSpec, { kind: 'github' }>): Promise<Report> {
  const { summary, write, root, workingDirectory } = spec
  const { githubReport } = await import('../report/github.ts')
  const shownPath = (file: string): string | undefined => pathBelow(root, resolve(workingDirectory, file))
  if (summary === undefined) return githubReport({ annotate: write, shownPath })
  const file = await (summary.append ? openAppendedFile(summary.file) : openWholeFile(summary.file))
  const { sink, close } = githubReport({ annotate: write, summarize: file.write, shownPath })
  return {
    sink,
    async close() {
      await close()
      await file.close()
    },
  }
}

/** With `/`, as annotations want it; `undefined` for what is not below the root. */
function pathBelow(root: string, path: string): string | undefined {
  const shown = relative(root, path)
  return shown.startsWith('..') || isAbsolute(shown) ? undefined : shown.replaceAll(sep, '/')
}

async function written(
  target: ReportTarget,
  openFile: (path: string) => Promise<ReportFile>,
  report: (write: Write) => Report,
): Promise<Report> {
  if ('write' in target) return report(target.write)
  const file = await openFile(target.file)
  const { sink, close } = report(file.write)
  return {
    sink,
    async close() {
      await close()
      await file.close()
    },
  }
}
