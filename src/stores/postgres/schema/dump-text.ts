/** One object as pg_dump writes it down. */
export interface DumpEntry {
  /** `TABLE`, `INDEX`, `FK CONSTRAINT`, …; empty for what stands before the first one. */
  type: string
  /** `customer customer_pkey`; for people. */
  name: string
  /** `-` where it belongs to none. */
  schema: string
  sql: string
}

const header = /^-- (?:Data for )?Name: (.*); Type: (.*); Schema: (.*); Owner: (.*)$/

/* A literal, a comment or a quoted name, from its first character to its last. */
const opaque = () =>
  /--[^\n]*|\/\*|'[^']*(?:''[^']*)*'|"[^"]*(?:""[^"]*)*"|\$([A-Za-z_\x80-\uffff][\w\x80-\uffff]*)?\$|[A-Za-z_\x80-\uffff][\w$\x80-\uffff]*/g

/**
 * Takes the text of pg_dump apart at the comments that it heads each object with. Such a comment within a function's body
 * or any other literal is part of that. Meta commands of psql, which newer versions write around the whole, are left out.
 */
export function splitDump(text: string): DumpEntry[] {
  const entries: DumpEntry[] = []
  let current = { type: '', name: '', schema: '-', start: 0 }
  const end = (at: number): void => {
    const { start, ...about } = current
    const sql = withoutMetaCommands(text.slice(start, at))
    if (sql !== '') entries.push({ ...about, sql })
  }
  for (const { start, length } of topLevelComments(text)) {
    const [, name = '', type = '', schema = ''] = header.exec(text.slice(start, start + length)) ?? []
    if (type === '') continue
    end(start)
    current = { type, name, schema, start: start + length }
  }
  end(text.length)
  return entries
}

/** The line comments outside of literals. */
function* topLevelComments(text: string): Generator<{ start: number; length: number }> {
  const tokens = opaque()
  const escaped = /'[^'\\]*(?:(?:''|\\[\s\S])[^'\\]*)*'/y
  for (let found = tokens.exec(text); found !== null; found = tokens.exec(text)) {
    const [token, tag] = found
    if (token.startsWith('--')) yield { start: found.index, length: token.length }
    else if (token === '/*') tokens.lastIndex = afterComment(text, tokens.lastIndex)
    else if (token.startsWith('$')) {
      const close = text.indexOf(`$${tag ?? ''}$`, tokens.lastIndex)
      tokens.lastIndex = close === -1 ? text.length : close + token.length
    } else if (/^e$/i.test(token) && text[tokens.lastIndex] === "'") {
      escaped.lastIndex = tokens.lastIndex
      tokens.lastIndex += escaped.exec(text)?.[0].length ?? 0
    }
  }
}

/** Comments between `/*` may hold others. */
function afterComment(text: string, start: number): number {
  let depth = 1
  const endOfComment = /\/\*|\*\//g
  endOfComment.lastIndex = start
  for (let found = endOfComment.exec(text); found !== null; found = endOfComment.exec(text)) {
    depth += found[0] === '/*' ? 1 : -1
    if (depth === 0) return endOfComment.lastIndex
  }
  return text.length
}

/* What pg_dump writes around its statements: comments before the first one, the next comment's first line after the last. */
const leading = /^(?:\s*(?:--[^\n]*|\\restrict \w+)\n)+/
const trailing = /(?:\n(?:--(?: PostgreSQL database dump complete)?|\\unrestrict \w+)\s*)+$/

/**
 * A statement never begins with a comment and always ends with a semicolon, so that nothing of it is taken for what
 * stands around it.
 */
function withoutMetaCommands(text: string): string {
  return `\n${text}\n`.replace(leading, '').replace(trailing, '').trim()
}
