/**
 * A table's name as `TableSchema.name` has it: `customer`, and `sales.customer` outside of the schema `public`. A part
 * that has a dot or a double quote in it stands in double quotes, so that two tables never have the same name.
 */
export function formatTableName(schema: string, table: string): string {
  return schema === 'public' ? formatPart(table) : `${formatPart(schema)}.${formatPart(table)}`
}

/** The schema and the table that `formatTableName` made a name of. */
function parseTableName(name: string): { schema: string; table: string } {
  const parts = [...name.matchAll(/"((?:[^"]|"")*)"|[^."]+/g)].map(([part, quoted]) =>
    quoted === undefined ? part : quoted.replaceAll('""', '"'),
  )
  const [first = '', second] = parts
  return second === undefined ? { schema: 'public', table: first } : { schema: first, table: second }
}

/** An identifier in SQL. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** A text in SQL, whatever `standard_conforming_strings` says. */
export function quoteText(text: string): string {
  const quoted = `'${text.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`
  return text.includes('\\') ? ` E${quoted}` : quoted
}

/** A table in SQL, with its schema. */
export function quoteTable(name: string): string {
  const { schema, table } = parseTableName(name)
  return `${quoteName(schema)}.${quoteName(table)}`
}

function formatPart(part: string): string {
  return /[."]/.test(part) ? quoteName(part) : part
}
