import type { TransferSummary } from '../../app/clone/requests.ts'
import type { TransferSink } from '../../core/transfer/transfer-events.ts'
import { json } from '../command-context.ts'
import { formatStatus } from '../env/format-status.ts'
import type { CliIo } from '../io.ts'

const usualWidth = 80

/** Runs a transfer with its progress on stderr, and prints the summary to stdout: as text, or as one JSON value. */
export async function tellTransfer(
  io: CliIo,
  asJson: boolean,
  run: (sink: TransferSink) => Promise<TransferSummary>,
): Promise<void> {
  const { summaryText, transferConsole } = await import('../../app/clone/transfer-report.ts')
  const { isTTY, write, columns } = io.err
  const console = transferConsole({
    write,
    live: isTTY && io.env.TERM !== 'dumb',
    width: columns?.() ?? usualWidth,
    now: io.ambient.wallClock.now,
  })
  let summary: TransferSummary
  try {
    summary = await run(console.sink)
  } finally {
    console.close()
  }
  if (asJson) io.out.write(json(summary))
  else io.out.write(summaryText(summary))
  if (!asJson && summary.environment !== undefined) io.out.write(formatStatus(summary.environment))
}
