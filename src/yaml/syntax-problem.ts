import type { Problem } from '../core/error.ts'
import type { Place } from '../core/place.ts'

interface SyntaxError {
  code: string
  message: string
  pos: readonly [number, number]
}

const known: Record<string, { code: string; message: string; remedy?: string }> = {
  TAB_AS_INDENT: { code: 'yaml.tab', message: 'a tab stands where YAML wants spaces', remedy: 'Indent with spaces.' },
  BAD_INDENT: { code: 'yaml.indentation', message: 'the indentation does not fit the lines above' },
  MULTILINE_IMPLICIT_KEY: {
    code: 'yaml.syntax',
    message: 'a key must be on one line, with a colon behind it',
    remedy: 'Put text that spans several lines in quotes, or below `|`.',
  },
  BLOCK_AS_IMPLICIT_KEY: {
    code: 'yaml.syntax',
    message: 'a value in the line of its key cannot hold another key',
    remedy: 'Put the value in quotes when it holds a colon followed by a blank.',
  },
  BLOCK_IN_FLOW: { code: 'yaml.syntax', message: 'within { } and [ ], lists and mappings are written the same way' },
  BAD_SCALAR_START: {
    code: 'yaml.syntax',
    message: 'a value cannot begin with this character',
    remedy: 'Put the value in quotes.',
  },
  UNEXPECTED_TOKEN: {
    code: 'yaml.syntax',
    message: 'this does not fit here',
    remedy: 'Put text that holds brackets, braces, commas, colons, # or quotation marks into quotes.',
  },
  MULTIPLE_DOCS: { code: 'yaml.several-documents', message: 'the file holds several documents, expected one' },
  BAD_ALIAS: { code: 'yaml.alias', message: 'this is not the name of an alias' },
}

/** An error of the YAML parser, in our words where there are some. */
export function syntaxProblem(error: SyntaxError, placeOf: (offset: number) => Place): Problem {
  const place = placeOf(error.pos[0])
  const entry = known[error.code]
  if (entry !== undefined) return { ...entry, place }
  const [sentence = ''] = error.message.split('\n')
  return { code: 'yaml.syntax', message: `not valid YAML: ${sentence.slice(0, 120)}`, place }
}
