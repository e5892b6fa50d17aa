import type { CheckedStep } from '../format.ts'

/** Reads or writes a CSV or fixed-width file. The answer is `{ rows, bytes, encoding }`. */
export interface CsvStep extends CheckedStep {
  /** The file that is read or written, and its dialect. */
  csv: CsvRead | CsvWrite
}

export interface CsvRead extends CsvShape {
  /** The file: below a declared directory, `./` beside the scenario's file, or `${{ run.directory }}/…`. */
  read: string
}

export interface CsvWrite extends CsvShape {
  /** The file, as for `read`. */
  write: string
  /** Objects by the names of the columns, or lists where there are no names. */
  rows: unknown[] | string
  /** `lf` when nothing is said. */
  newline?: 'lf' | 'crlf'
  /** Begins the file with a byte order mark; UTF-16 has one unless this is false. */
  bom?: boolean
}

export interface CsvShape {
  /** One character; a comma when nothing is said. */
  delimiter?: string
  /** One character, `"` when nothing is said; empty when values are never quoted. */
  quote?: string
  /** Whether the first line names the columns, which is the default; or the names of a file that does not tell them. */
  header?: boolean | string[]
  encoding?: EncodingName
  /** How the values of columns are written in the file. */
  columns?: Record<string, CsvColumn>
  /** The columns of a file in which each has a fixed width. */
  fixed?: FixedColumn[]
}

export interface CsvColumn {
  /** The decimal sign of a number. In rows it is a decimal text with a point. */
  decimal?: ',' | '.'
  /** The sign between groups of three digits. */
  grouping?: '.' | ',' | ' ' | "'"
  /** How a date is written: `dd`, `mm` and `yyyy` or `yy`, such as `dd.mm.yyyy`. In rows it is `yyyy-mm-dd`. */
  date?: string
}

export interface FixedColumn {
  /** The name of the column in rows. */
  name: string
  /** Characters. @minimum 1 */
  width: number
  /** Where the value stands; `left` when nothing is said. */
  align?: 'left' | 'right'
}

/** UTF-8 or what the byte order mark says when nothing is said. */
export type EncodingName =
  | 'utf-8'
  | 'utf-16'
  | 'utf-16le'
  | 'utf-16be'
  | 'us-ascii'
  | 'iso-8859-1'
  | 'iso-8859-2'
  | 'iso-8859-5'
  | 'iso-8859-7'
  | 'iso-8859-9'
  | 'iso-8859-15'
  | 'windows-1250'
  | 'windows-1251'
  | 'windows-1252'
  | 'windows-1253'
  | 'windows-1254'
  | 'windows-1257'
  | 'cp437'
  | 'cp850'
  | 'shift_jis'
  | 'euc-jp'
  | 'gb18030'
  | 'big5'
  | 'euc-kr'

/** Looks at, reads, writes, deletes or waits for files. Names may hold `*` and `?`, save when writing. */
export interface FileStep extends CheckedStep {
  /** What is done with which file. */
  file: FileExists | FileRead | FileWrite | FileDelete | FileWait
}

/** The answer is `{ found, files }`, the number and each. None is a failure, unless `expect` or `assert` judges the answer. */
export interface FileExists {
  /** The file; `*` stands for any characters in its name. */
  exists: string
}

/** The answer is `{ name, bytes }` and `{ text, encoding }` or `{ base64 }`. */
export interface FileRead {
  /** The file. */
  read: string
  /** `text` when nothing is said. */
  as?: 'text' | 'bytes'
  encoding?: EncodingName
}

/** Written aside and renamed, so that nobody sees half of it. The answer is `{ name, bytes }`. */
export interface FileWrite {
  /** The file. */
  write: string
  /** Either the text … */
  text?: string
  encoding?: EncodingName
  /** … or the bytes. */
  base64?: string
}

/** The answer is `{ deleted }`, the names; none is a failure, unless `expect` or `assert` judges the answer. */
export interface FileDelete {
  /** The file; `*` stands for any characters in its name. */
  delete: string
}

/** Waits, by wall time and within the step's timeout, for a file that is no longer growing. The answer is `{ files }`. */
export interface FileWait {
  /** The file; `*` stands for any characters in its name. */
  wait: string
}
