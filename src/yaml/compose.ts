import { Composer, type CST, type Document, Lexer, type ParsedNode, Parser } from 'yaml'
import { tooDeepAt } from './nesting.ts'

export interface Composed {
  documents: readonly Document.Parsed[]
  /** The offset of the first collection that lies too deep; nothing else is known then. */
  tooDeepAt?: number
}

/** What is done with the items of a list. */
export type TakeItems = (list: { offset: number; items: readonly ParsedNode[] }) => void

/**
 * Parses a text. The tokens and nodes of the `yaml` package take a hundred times the memory of the text, so that the
 * items of a long list right below the top are handed to `take` as soon as `atOnce` of them are there; the list in the
 * document lacks them. Nothing is said when the text is broken and some of it was taken: parsed as a whole, it gives better
 * errors.
 */
export function composeInParts(
  text: string,
  take: TakeItems,
  { deepest, atOnce }: { deepest: number; atOnce: number },
): Composed | undefined {
  const parser = new Parser()
  const tokens: CST.Token[] = []
  let hasTaken = false
  for (const lexeme of new Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme))
    const list = listBelowTop(parser.stack)
    if (list === undefined || list.items.length < atOnce + unfinished) continue
    const items = list.items.splice(0, list.items.length - unfinished)
    if (!takeAll({ ...list, items }, take, deepest - 1)) return undefined
    hasTaken = true
  }
  tokens.push(...parser.end())
  const rest = composed(tokens, text.length, deepest)
  const isBroken = rest.tooDeepAt !== undefined || rest.documents.some(({ errors }) => errors.length > 0)
  return hasTaken && isBroken ? undefined : rest
}

export function composeWhole(text: string, deepest: number): Composed {
  return composed([...new Parser().parse(text)], text.length, deepest)
}

/** The parser still adds to the last item, and comments to the one before it. */
const unfinished = 2

function listBelowTop([document, top, list]: readonly CST.Token[]): CST.BlockSequence | undefined {
  return document?.type === 'document' && top?.type === 'block-map' && list?.type === 'block-seq' ? list : undefined
}

function takeAll(list: CST.BlockSequence, take: TakeItems, deepest: number): boolean {
  const { offset } = list
  const {
    documents: [document],
    tooDeepAt: deep,
  } = composed([{ type: 'document', offset, start: [], value: list }], offset, deepest)
  if (deep !== undefined || document === undefined || document.errors.length > 0) return false
  take({ offset, items: (document.contents as unknown as { items: ParsedNode[] }).items })
  return true
}

function composed(tokens: readonly CST.Token[], end: number, deepest: number): Composed {
  const deep = tooDeepAt(tokens, deepest)
  if (deep !== undefined) return { documents: [], tooDeepAt: deep }
  const composer = new Composer({ version: '1.2', schema: 'core', uniqueKeys: false, stringKeys: false })
  return { documents: [...composer.compose(tokens, true, end)] as Document.Parsed[] }
}
