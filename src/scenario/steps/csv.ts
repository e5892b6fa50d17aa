import { usageError } from '../../core/error.ts'
import type { CsvFileStep } from '../model/files.ts'
import { cellsOf, recordsOf } from './csv-rows.ts'
import { parseDelimited, writeDelimited } from './csv-text.ts'
import { readWhole, writeWhole } from './file-content.ts'
import { parseFixed, writeFixed } from './fixed-text.ts'
import { findFiles, pathOf, refuseOutside } from './paths.ts'
import type { Attempt, StepContext } from './step-context.ts'
import { decodeText, encodeText } from './text-encoding.ts'

/** Reads or writes a CSV or fixed-width file. The answer is `{ rows, bytes, encoding }`, and `columns` where they are named. */
export async function handleCsv(step: CsvFileStep, context: StepContext): Promise<Attempt> {
  const path = pathOf(step.path, context)
  return step.written === undefined ? readCsv(path, step) : writeCsv(path, step, step.written, context)
}

async function readCsv(path: string, step: CsvFileStep): Promise<Attempt> {
  const { shape, place } = step
  const found = await findFiles(path, step.path.place)
  const [file] = found
  if (file === undefined || found.length > 1) {
    const message = `expected one file of this name, found ${found.length}`
    return { answer: null, failure: { message, place: step.path.place } }
  }
  const bytes = await readWhole(file, place)
  const { text, encoding } = await decodeText(bytes, shape.encoding)
  const cells = shape.fixed === undefined ? await parseDelimited(text, shape) : parseFixed(text, shape.fixed)
  const read = 'problem' in cells ? cells : recordsOf(cells.rows, shape)
  const answer = { bytes: bytes.length, encoding, name: file.name }
  if ('problem' in read) return { answer, failure: { message: `${file.name}: ${read.problem}`, place } }
  return { answer: { ...answer, ...read } }
}

async function writeCsv(
  path: string,
  step: CsvFileStep,
  { rows, newline, bom }: NonNullable<CsvFileStep['written']>,
  context: StepContext,
): Promise<Attempt> {
  const { shape, place } = step
  await refuseOutside(path, context, place)
  const records = rows.render(context.scope)
  const problem = (why: string): Error => usageError({ code: 'scenario.csv-rows', message: why, place: rows.place })
  if (!Array.isArray(records)) throw problem('"rows" is no list')
  const cells = cellsOf(records, shape)
  if ('problem' in cells) throw problem(cells.problem)
  const lines =
    shape.fixed === undefined
      ? { text: writeDelimited(cells.rows, shape, newline) }
      : writeFixed(cells.rows, shape.fixed, newline)
  if ('problem' in lines) throw problem(lines.problem)
  const bytes = await encodeText(lines.text, shape.encoding, bom)
  await writeWhole(path, bytes, place)
  return { answer: { rows: records.length, bytes: bytes.length, encoding: shape.encoding ?? 'utf-8' } }
}
