const before =
  /([A-Za-z_][\w.]{0,80})"?\s{0,4}\)?\s{0,4}(?:=|<>|!=|<=|>=|<|>|\bi?like\b|\bin\b)\s{0,4}(?:\w{1,20}\s{0,4}){0,1}\(?\s{0,4}$/i

/**
 * The parameters of a statement with the columns that they are compared with or written to, `$1 email`, so that a report
 * can tell which of them are personal.
 */
export function namedParameters(text: string, params: readonly unknown[]): Record<string, unknown> {
  const columns = insertedColumns(text)
  return Object.fromEntries(
    params.map((value, index) => {
      const number = index + 1
      const column = columns.get(number) ?? comparedColumn(text, number)
      return [column === undefined ? `$${number}` : `$${number} ${column}`, value]
    }),
  )
}

function comparedColumn(text: string, number: number): string | undefined {
  for (const { index } of text.matchAll(new RegExp(`\\$${number}(?!\\d)`, 'g'))) {
    const column = before.exec(text.slice(Math.max(0, index - 160), index))?.[1]
    if (column !== undefined) return column.split('.').at(-1)
  }
  return undefined
}

/** `insert into t (a, b) values ($1, $2)`: which column each parameter is for. */
function insertedColumns(text: string): Map<number, string> {
  const [, names = '', values = ''] =
    /\binsert\s+into\s+[\w".]+\s*\(([^()]*)\)\s*values\s*\(([^()]*)\)/i.exec(text) ?? []
  const columns = names.split(',').map((name) => name.trim().replaceAll('"', ''))
  const pairs = values.split(',').flatMap((value, index): [number, string][] => {
    const number = Number(/^\s*\$(\d+)/.exec(value)?.[1])
    const column = columns[index]
    return Number.isNaN(number) || column === undefined ? [] : [[number, column]]
  })
  return new Map(pairs)
}
