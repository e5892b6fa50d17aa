import type { EncodingName } from '../format/files.ts'
import type { Checks, StepBase, Template } from '../model.ts'

export interface CsvFileStep extends StepBase, Checks {
  kind: 'csv'
  path: Template
  shape: CsvShape
  /** What is written; nothing when the file is read. */
  written?: { rows: Template; newline: '\n' | '\r\n'; bom?: boolean }
}

export interface CsvShape {
  delimiter: string
  /** Empty when values are never quoted. */
  quote: string
  /** Whether the first line names the columns, or the names that it does not tell. */
  header: boolean | readonly string[]
  encoding?: EncodingName
  columns: Readonly<Record<string, CsvColumn>>
  fixed?: readonly FixedColumn[]
}

export interface CsvColumn {
  decimal?: string
  grouping?: string
  /** `dd.mm.yyyy` */
  date?: string
}

export interface FixedColumn {
  name: string
  width: number
  align: 'left' | 'right'
}

export interface FilesStep extends StepBase, Checks {
  kind: 'file'
  action: FileAction
  path: Template
  /** `expect` or `assert` judges the answer, so that finding no file is no failure by itself. */
  judged: boolean
}

export type FileAction =
  | { kind: 'exists' | 'delete' | 'wait' }
  | { kind: 'read'; as: 'text' | 'bytes'; encoding?: EncodingName }
  | { kind: 'write'; text?: Template; base64?: Template; encoding?: EncodingName }
