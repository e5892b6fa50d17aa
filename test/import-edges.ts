import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { parseAst } from 'vitest/node'

/** One import of one file: of a file, by its path, or of a package, by its name. */
export interface ImportEdge {
  from: string
  to: string
  kind: 'static' | 'dynamic' | 'type'
  /** Whether `to` is a file of the same tree. */
  inside: boolean
}

/** Something that only the command line may use, in a file: `process`, `Date.now`, … */
export interface AmbientUse {
  file: string
  name: string
}

interface SourceFile {
  /** Path below the root, with `/`. */
  path: string
  text: string
}

/** The files that load modules of users, whose paths are not known here. */
const userModules: ReadonlySet<string> = new Set(['scenario/steps/own-module.ts', 'app/treatments/load-functions.ts'])

/** Every TypeScript file below a directory. */
export function sourceFiles(root: string): SourceFile[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: relative(root, path), text: readFileSync(path, 'utf8') }))
}

/** Every import of a file: `import`, `import type`, `export from`, `import()` and `import('…').Type`. */
export function importEdges({ path, text }: SourceFile): ImportEdge[] {
  const edges: ImportEdge[] = []
  const add = (source: unknown, kind: ImportEdge['kind']): void => {
    const specifier = (source as { value?: unknown } | null)?.value
    if (typeof specifier !== 'string') throw new Error(`${path}: an import whose target is not written out`)
    const inside = specifier.startsWith('.')
    edges.push({ from: path, to: inside ? normalize(join(dirname(path), specifier)) : specifier, kind, inside })
  }
  visit(parsed(text), (node) => {
    if (node.type === 'ImportDeclaration') add(node.source, node.importKind === 'type' ? 'type' : 'static')
    else if (node.type === 'ExportAllDeclaration') add(node.source, node.exportKind === 'type' ? 'type' : 'static')
    else if (node.type === 'ExportNamedDeclaration' && node.source !== null)
      add(node.source, node.exportKind === 'type' ? 'type' : 'static')
    else if (node.type === 'ImportExpression') {
      if (!userModules.has(path)) add(node.source, 'dynamic')
    } else if (node.type === 'TSImportType') add(node.source, 'type')
    else if (node.type === 'CallExpression' && isRequire(node.callee)) add((node.arguments as unknown[])[0], 'dynamic')
  })
  return edges
}

/** `require('x')`, and `createRequire(…)('x')`. */
function isRequire(callee: unknown): boolean {
  if (nameOf(callee) === 'require') return true
  return isNode(callee) && callee.type === 'CallExpression' && nameOf(callee.callee) === 'createRequire'
}

const ambientMembers: Record<string, string> = { Date: 'now', Math: 'random' }

/** Uses of the process, the console, the time of day and of chance. */
export function ambientUses({ path, text }: SourceFile): AmbientUse[] {
  const names: string[] = []
  visit(parsed(text), (node, parent, key) => {
    if (isFree(node, parent, key, 'process')) names.push('process')
    if (isFree(node, parent, key, 'console')) names.push('console')
    if (node.type === 'Literal' && /^node:(process|console)$/.test(String(node.value))) names.push(String(node.value))
    if (node.type === 'MemberExpression') {
      const object = nameOf(node.object)
      const member = nameOf(node.property)
      if (member !== undefined && ambientMembers[object ?? ''] === member) names.push(`${object}.${member}`)
    }
    const called = node.type === 'NewExpression' || node.type === 'CallExpression'
    if (called && nameOf(node.callee) === 'Date' && (node.arguments as unknown[]).length === 0) names.push('Date()')
  })
  return names.map((name) => ({ file: path, name }))
}

interface Node {
  type: string
  [key: string]: unknown
}

type Visitor = (node: Node, parent: Node | undefined, key: string) => void

function parsed(text: string): Node {
  return parseAst(text, { lang: 'ts' }) as unknown as Node
}

function visit(node: Node, visitor: Visitor, parent?: Node, parentKey = ''): void {
  visitor(node, parent, parentKey)
  for (const [key, value] of Object.entries(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) visit(child, visitor, node, key)
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'
}

function nameOf(value: unknown): string | undefined {
  if (!isNode(value)) return undefined
  const name = value.type === 'Identifier' ? value.name : value.type === 'Literal' ? value.value : undefined
  return typeof name === 'string' ? name : undefined
}

/** Whether a node is the name itself, not a key or member that is only called the same. */
function isFree(node: Node, parent: Node | undefined, key: string, name: string): boolean {
  if (node.type !== 'Identifier' || node.name !== name) return false
  const ofGlobal = parent?.type === 'MemberExpression' && /^(globalThis|global)$/.test(nameOf(parent.object) ?? '')
  const isMember = parent?.type === 'MemberExpression' && key === 'property' && parent.computed === false && !ofGlobal
  const isKey = key === 'key' && parent?.computed === false && parent.shorthand !== true
  return !isMember && !isKey
}
