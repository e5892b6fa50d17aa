import type { CsvShape } from '../model/files.ts'

/** The cells of a file, or what is wrong with it. */
export type Cells = { rows: string[][] } | { problem: string }

/** Lines of values between delimiters (RFC 4180). Every line has as many values as the first. */
export async function parseDelimited(text: string, { delimiter, quote }: CsvShape): Promise<Cells> {
  const { parse } = await import('csv-parse/sync')
  try {
    const rows = parse(text, {
      delimiter,
      quote: quote === '' ? null : quote,
      escape: quote === '' ? null : quote,
      skipEmptyLines: true,
      relaxColumnCount: false,
      maxRecordSize: 10 * 1024 * 1024,
    })
    return { rows: rows as string[][] }
  } catch (thrown) {
    const { code, lines } = thrown as { code?: string; lines?: number }
    return { problem: `line ${lines ?? 1} ${problems[code ?? ''] ?? 'is not written as the step says'}` }
  }
}

const problems: Readonly<Record<string, string>> = {
  CSV_RECORD_INCONSISTENT_FIELDS_LENGTH: 'has another number of values than the first',
  CSV_QUOTE_NOT_CLOSED: 'begins a quoted value that is never closed',
  CSV_INVALID_CLOSING_QUOTE: 'has text after a closing quote',
  CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE: 'has text after a closing quote',
  INVALID_OPENING_QUOTE: 'has a quote in the middle of a value',
  CSV_MAX_RECORD_SIZE: 'is longer than 10 MB',
}

/** Values are quoted where they have to be. */
export function writeDelimited(rows: readonly string[][], { delimiter, quote }: CsvShape, newline: string): string {
  const special = [delimiter, '\n', '\r', ...(quote === '' ? [] : [quote])]
  const cell = (text: string): string =>
    quote !== '' && (special.some((sign) => text.includes(sign)) || text !== text.trim())
      ? quote + text.replaceAll(quote, quote + quote) + quote
      : text
  return rows.map((row) => row.map(cell).join(delimiter) + newline).join('')
}
