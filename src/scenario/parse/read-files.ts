import {
  childOf,
  entriesOf,
  entryOf,
  itemsOf,
  textOf,
  type YamlMapping,
  type YamlNode,
} from '../../yaml/yaml-document.ts'
import type { EncodingName } from '../format/files.ts'
import type { CsvColumn, CsvFileStep, CsvShape, FileAction, FilesStep, FixedColumn } from '../model/files.ts'
import { readChecks } from './read-checks.ts'
import type { StepBase } from './read-single-step.ts'
import { optionalTemplate, templateOf } from './read-values.ts'
import { type Reading, report } from './reading.ts'
import type { Visible } from './visible-names.ts'

/** Reads a step that reads or writes a CSV file. */
export function readCsv(
  node: YamlMapping,
  value: YamlNode,
  base: StepBase,
  visible: Visible,
  reading: Reading,
): CsvFileStep | undefined {
  const path = childOf(value, 'read') ?? childOf(value, 'write')
  const rows = childOf(value, 'rows')
  if (path === undefined) return undefined
  checkPath(path, reading)
  const bom = childOf(value, 'bom')
  const newline = textOf(childOf(value, 'newline')) === 'crlf' ? '\r\n' : '\n'
  return {
    ...base,
    kind: 'csv',
    path: templateOf(path, visible.declarations, reading),
    shape: readShape(value, reading),
    ...(rows && {
      written: {
        rows: templateOf(rows, visible.declarations, reading),
        newline,
        ...(bom?.kind === 'scalar' && { bom: bom.value === true }),
      },
    }),
    ...readChecks(node, visible, reading),
  }
}

function readShape(node: YamlNode, reading: Reading): CsvShape {
  const header = childOf(node, 'header')
  const encoding = textOf(childOf(node, 'encoding')) as EncodingName | undefined
  const fixed = childOf(node, 'fixed')
  const delimiter = sign(childOf(node, 'delimiter'), 'one character', /^.$/su, reading) ?? ','
  const quote = sign(childOf(node, 'quote'), 'one character or nothing', /^.?$/su, reading) ?? '"'
  if (fixed !== undefined)
    for (const key of ['delimiter', 'quote'])
      if (entryOf(node, key) !== undefined)
        report(reading, 'csv', `columns of a fixed width have no ${key}`, entryOf(node, key)?.keyPlace ?? fixed.place)
  return {
    delimiter,
    quote,
    header:
      header?.kind === 'list'
        ? itemsOf(header).flatMap((item) => textOf(item) ?? [])
        : !(header?.kind === 'scalar' && header.value === false),
    ...(encoding !== undefined && { encoding }),
    columns: Object.fromEntries(
      entriesOf(childOf(node, 'columns')).map(({ key, value }) => [key, readColumn(value, reading)]),
    ),
    ...(fixed && { fixed: itemsOf(fixed).map(readFixed) }),
  }
}

function readColumn(node: YamlNode, reading: Reading): CsvColumn {
  const decimal = textOf(childOf(node, 'decimal'))
  const grouping = textOf(childOf(node, 'grouping'))
  const date = childOf(node, 'date')
  const form = textOf(date)
  if (decimal !== undefined && decimal === grouping)
    report(reading, 'csv', 'the decimal sign and the grouping sign must differ', node.place)
  if (date !== undefined && form !== undefined && !isDateForm(form))
    report(reading, 'csv', 'expected dd, mm and yyyy (or yy) once each, such as dd.mm.yyyy', date.place)
  return {
    ...(decimal !== undefined && { decimal }),
    ...(grouping !== undefined && { grouping }),
    ...(form !== undefined && { date: form }),
  }
}

function isDateForm(form: string): boolean {
  return (
    (form.match(/[a-z]+/g) ?? [])
      .map((part) => part.replace('yyyy', 'yy'))
      .toSorted()
      .join() === 'dd,mm,yy'
  )
}

function readFixed(node: YamlNode): FixedColumn {
  const width = childOf(node, 'width')
  return {
    name: textOf(childOf(node, 'name')) ?? '',
    width: width?.kind === 'scalar' ? Math.floor(Number(width.value)) : 1,
    align: textOf(childOf(node, 'align')) === 'right' ? 'right' : 'left',
  }
}

function sign(node: YamlNode | undefined, words: string, pattern: RegExp, reading: Reading): string | undefined {
  const text = textOf(node)
  if (node !== undefined && text !== undefined && (!pattern.test(text) || /[\r\n\0]/.test(text)))
    report(reading, 'csv', `expected ${words}`, node.place)
  return text
}

const actions = ['exists', 'read', 'write', 'delete', 'wait'] as const

/** Reads a step that deals with files as a whole. */
export function readFile(
  node: YamlMapping,
  value: YamlNode,
  base: StepBase,
  visible: Visible,
  reading: Reading,
): FilesStep | undefined {
  const kind = actions.find((action) => entryOf(value, action) !== undefined)
  const path = kind && childOf(value, kind)
  if (kind === undefined || path === undefined) return undefined
  checkPath(path, reading)
  return {
    ...base,
    kind: 'file',
    action: readAction(kind, value, visible, reading),
    path: templateOf(path, visible.declarations, reading),
    judged: ['expect', 'assert'].some((key) => entryOf(node, key) !== undefined),
    ...readChecks(node, visible, reading),
  }
}

function readAction(kind: (typeof actions)[number], node: YamlNode, visible: Visible, reading: Reading): FileAction {
  const encoding = textOf(childOf(node, 'encoding')) as EncodingName | undefined
  const coded = encoding === undefined ? {} : { encoding }
  if (kind === 'read') return { kind, as: textOf(childOf(node, 'as')) === 'bytes' ? 'bytes' : 'text', ...coded }
  if (kind !== 'write') return { kind }
  const text = optionalTemplate(childOf(node, 'text'), visible.declarations, reading)
  const base64 = optionalTemplate(childOf(node, 'base64'), visible.declarations, reading)
  if ((text === undefined) === (base64 === undefined))
    report(reading, 'file', 'expected exactly one of "text" and "base64"', node.place)
  return { kind, ...(text && { text }), ...(base64 && { base64 }), ...coded }
}

/** A path that is written out must begin where files of a scenario may be. */
function checkPath(node: YamlNode, reading: Reading): void {
  const path = textOf(node)
  if (path === undefined || /^(\$\{\{|\.{1,2}\/|\/)/.test(path)) return
  const { directories } = reading
  const first = path.split('/')[0] ?? ''
  if (directories.includes(first)) return
  report(
    reading,
    'path',
    `"${first.slice(0, 60)}" is no directory of this scenario; expected one of: ${[...directories, './ (beside this file)'].join(', ')}`,
    node.place,
    'Declare it in `directories`, or begin with `${{ run.directory }}/`.',
  )
}
