import type { ParsedNode } from 'yaml'
import { type Problem, usageError } from '../core/error.ts'
import { type Composed, composeInParts, composeWhole, type TakeItems } from './compose.ts'
import { type Conversion, convertNode } from './convert-node.ts'
import { lineIndex } from './line-index.ts'
import { sortedByPlace } from './problem-order.ts'
import { syntaxProblem } from './syntax-problem.ts'
import type { YamlDocument, YamlNode } from './yaml-document.ts'

const largestFile = 1_000_000
const deepestNesting = 64
/** How many items of a list are parsed together. */
const itemsAtOnce = 100

/**
 * Reads one YAML 1.2 document (core schema) whose top is a mapping, and keeps the place of everything in it.
 *
 * Throws usage errors `yaml.*`: the first of the syntax, or else all that were found. Refused are anchors, aliases and
 * merge keys (a few lines can stand for gigabytes), tags, keys that are not text (with
 * `numberKeys`, whole numbers are taken as text: OpenAPI documents have `200:`), duplicate keys, several documents,
 * tabs as indentation, binary content, other encodings than UTF-8, files above 1 MB, nesting deeper than 64, and numbers that would lose digits.
 */
export function readYaml(
  file: string,
  content: string,
  { numberKeys = false, atOnce = itemsAtOnce } = {},
): YamlDocument {
  const text = content.replace(/^\uFEFF/, '')
  const placeOf = lineIndex(file, text)
  const refuse = (code: string, message: string, offset = 0, remedy?: string): never => {
    throw usageError({ code, message, place: placeOf(offset), ...(remedy && { remedy }) })
  }
  if (text.length > largestFile) refuse('yaml.too-large', `the file is larger than ${largestFile / 1_000_000} MB`)
  const binary = text.search(/[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u)
  if (binary !== -1) refuse('yaml.binary', 'the file is not text: it holds a control character', binary)
  const foreign = text.indexOf('\ufffd')
  if (foreign !== -1) refuse('yaml.encoding', 'a character that is not UTF-8', foreign, 'Save the file as UTF-8.')

  const conversion: PartialConversion = { source: { text, placeOf }, problems: [], numberKeys, earlier: new Map() }
  const { documents, tooDeepAt } = compose(text, atOnce, conversion)
  if (tooDeepAt !== undefined) refuse('yaml.too-deep', `nested deeper than ${deepestNesting} levels`, tooDeepAt)
  const [document, second] = documents
  // Behind the first syntax error, the parser mostly reports what follows from it.
  const syntax: Problem[] = (document?.errors ?? []).slice(0, 1).map((error) => syntaxProblem(error, placeOf))
  if (second !== undefined)
    syntax.push(syntaxProblem({ code: 'MULTIPLE_DOCS', message: '', pos: [second.range[0], second.range[1]] }, placeOf))
  if (document?.directives.yaml.version !== '1.2')
    syntax.push({ code: 'yaml.version', message: 'expected YAML 1.2', place: placeOf(0) })
  if (syntax.length > 0) throw usageError(sortedByPlace(syntax))

  const { problems } = conversion
  const root = convertNode((document?.contents ?? null) as ParsedNode | null, conversion)
  if (problems.length > 0) throw usageError(sortedByPlace(problems))
  if (root.kind !== 'mapping')
    return refuse(
      'yaml.not-a-mapping',
      isEmpty(root) ? 'the file is empty, expected keys and values' : 'expected keys and values at the top of the file',
    )
  return { file, root }
}

/** Items of long lists go into the conversion as they are parsed. */
function compose(text: string, atOnce: number, conversion: PartialConversion): Composed {
  const take: TakeItems = ({ offset, items }) => {
    const converted = items.map((item) => convertNode(item, conversion))
    const before = conversion.earlier.get(offset)
    if (before === undefined) conversion.earlier.set(offset, converted)
    else before.push(...converted)
  }
  const composed = composeInParts(text, take, { deepest: deepestNesting, atOnce })
  if (composed !== undefined) return composed
  conversion.problems.length = 0
  conversion.earlier.clear()
  return composeWhole(text, deepestNesting)
}

interface PartialConversion extends Conversion {
  earlier: Map<number, YamlNode[]>
}

function isEmpty(root: { kind: string; value?: unknown }): boolean {
  return root.kind === 'scalar' && root.value === null
}
