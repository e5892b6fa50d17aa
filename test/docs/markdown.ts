import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A code block between two fences. */
export interface FencedBlock {
  /** Path within docs/. */
  file: string
  /** Of the opening fence, from 1. */
  line: number
  /** What stands behind the opening fence: `yaml scenario exit=1`. */
  info: string
  text: string
}

export const docs = fileURLToPath(new URL('../../docs', import.meta.url))

/** The Markdown files below docs/, as paths within it. */
export function pages(): string[] {
  return readdirSync(docs, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .sort()
}

export function readPage(file: string): string {
  return readFileSync(join(docs, file), 'utf8')
}

/** The fenced code blocks of a page, in its order. */
export function fencedBlocks(file: string): FencedBlock[] {
  const blocks: FencedBlock[] = []
  let open: { line: number; info: string; lines: string[] } | undefined
  for (const [index, line] of readPage(file).split('\n').entries()) {
    const fence = /^```(.*)$/.exec(line)
    if (fence === null) {
      open?.lines.push(line)
    } else if (open === undefined) {
      open = { line: index + 1, info: (fence[1] ?? '').trim(), lines: [] }
    } else {
      blocks.push({ file, line: open.line, info: open.info, text: `${open.lines.join('\n')}\n` })
      open = undefined
    }
  }
  if (open !== undefined) throw new Error(`${file}:${open.line}: the code block is not closed`)
  return blocks
}

/** Every text in backticks outside of code blocks. */
export function codeSpans(file: string): Set<string> {
  const prose = readPage(file).replaceAll(/^```[\s\S]*?^```/gm, '')
  return new Set([...prose.matchAll(/`([^`\n]+)`/g)].map(([, text]) => text ?? ''))
}
