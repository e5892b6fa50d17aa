import { ServerError } from '../server-error.ts'
import { type Doc, fieldOf, isDoc, isNumeric, type Value } from '../values/document.ts'
import { compileFilter, compileValueCondition, isOperators, type MatchDetails } from './filter.ts'
import { isTrue } from './operators.ts'
import { splitPath } from './paths.ts'
import { parseSlice, slice } from './slice.ts'

export type Projector = (document: Doc, details?: MatchDetails) => Doc

/** What a projection needs from outside: a compiler for the expressions in it. */
export interface ProjectionContext {
  expression(expression: Value): (document: Doc) => Value | undefined
  /** `$slice`, `$elemMatch` and `$` exist in finds, not in pipelines. */
  find: boolean
}

type Compute = (document: Doc, details: MatchDetails | undefined) => Value | undefined

/** What becomes of a path: kept, left out, or a value that is put there. A tree mirrors the documents. */
type Leaf =
  | { kind: 'keep' }
  | { kind: 'drop' }
  | { kind: 'array'; change(array: Value[], details?: MatchDetails): Value | undefined }
type Tree = Map<string, Tree | Leaf>

interface Plan {
  tree: Tree
  computed: { parts: readonly string[]; compute: Compute }[]
  mode: 'include' | 'exclude' | undefined
  id: boolean | undefined
  changesArrays: boolean
}

/** Compiles a projection. Throws `Location31253` or `Location31254` when it mixes keeping and leaving out. */
export function compileProjection(projection: Doc, context: ProjectionContext): Projector {
  const plan: Plan = { tree: new Map(), computed: [], mode: undefined, id: undefined, changesArrays: false }
  for (const [path, value] of Object.entries(projection)) add(plan, path, value as Value, context)
  const including = plan.mode === 'include' || (plan.mode === undefined && !plan.changesArrays && plan.id === true)
  if (plan.id === false) plan.tree.delete('_id')
  if (including && plan.id !== false && !plan.tree.has('_id')) plan.tree.set('_id', { kind: 'keep' })
  if (!including && plan.id === false) plan.tree.set('_id', { kind: 'drop' })
  return (document, details) => {
    const result = project(document, plan.tree, including, details) as Doc
    for (const { parts, compute } of plan.computed) put(result, parts, compute(document, details))
    return result
  }
}

function add(plan: Plan, path: string, value: Value, context: ProjectionContext): void {
  if (path === '') throw new ServerError('Location40156', 'a projection path cannot be empty')
  if (path === '_id' && (typeof value === 'boolean' || isNumeric(value))) {
    plan.id = isTrue(value)
    return
  }
  if (typeof value === 'boolean' || isNumeric(value)) {
    addFlag(plan, path, isTrue(value), context)
    return
  }
  if (isDoc(value) && !isOperators(value)) {
    if (Object.keys(value).length === 0) throw new ServerError('FailedToParse', 'an empty object is no projection')
    for (const [field, inner] of Object.entries(value)) add(plan, `${path}.${field}`, inner as Value, context)
    return
  }
  if (context.find && isDoc(value) && '$slice' in value && !isExpressionSlice(value.$slice)) {
    const range = parseSlice(value.$slice)
    plan.changesArrays = true
    setLeaf(plan.tree, path, { kind: 'array', change: (array) => slice(array, range) })
    return
  }
  setMode(plan, 'include')
  if (context.find && isDoc(value) && '$elemMatch' in value) {
    const passes = elementTest(value.$elemMatch)
    setLeaf(plan.tree, path, {
      kind: 'array',
      change: (array) => {
        const position = array.findIndex(passes)
        return position < 0 ? undefined : array.slice(position, position + 1)
      },
    })
    return
  }
  plan.computed.push({ parts: splitPath(path), compute: computed(value, context) })
}

/** In a projection an unknown operator has a code of its own. */
function computed(value: Value, context: ProjectionContext): Compute {
  try {
    return context.expression(value)
  } catch (thrown) {
    if (thrown instanceof ServerError && thrown.codeName === 'InvalidPipelineOperator')
      throw new ServerError('Location31325', thrown.message)
    throw thrown
  }
}

function addFlag(plan: Plan, path: string, keep: boolean, context: ProjectionContext): void {
  setMode(plan, keep ? 'include' : 'exclude')
  if (!path.endsWith('.$')) {
    setLeaf(plan.tree, path, { kind: keep ? 'keep' : 'drop' })
    return
  }
  if (!context.find || !keep) throw new ServerError('BadValue', 'the positional projection is not allowed here')
  setLeaf(plan.tree, path.slice(0, -2), {
    kind: 'array',
    change: (array, details) => {
      if (details?.position === undefined)
        throw new ServerError('BadValue', 'the positional projection needs a filter on the array')
      return array.slice(details.position, details.position + 1)
    },
  })
}

function setMode(plan: Plan, mode: 'include' | 'exclude'): void {
  if (plan.mode !== undefined && plan.mode !== mode) throw mixed(mode)
  plan.mode = mode
}

function mixed(mode: 'include' | 'exclude'): ServerError {
  return mode === 'include'
    ? new ServerError('Location31253', 'cannot include a field in a projection that excludes')
    : new ServerError('Location31254', 'cannot exclude a field in a projection that includes')
}

function setLeaf(tree: Tree, path: string, leaf: Leaf): void {
  const parts = splitPath(path)
  const last = parts.pop() ?? path
  let branch = tree
  for (const part of parts) {
    const next = branch.get(part) ?? new Map()
    if (!(next instanceof Map)) throw new ServerError('Location31249', `path collision at ${path}`)
    branch.set(part, next)
    branch = next
  }
  if (branch.has(last)) throw new ServerError('Location31250', `path collision at ${path}`)
  branch.set(last, leaf)
}

function project(value: Value, tree: Tree, including: boolean, details?: MatchDetails): Value | undefined {
  if (Array.isArray(value)) {
    return value.map((element) => project(element, tree, including, details)).filter((element) => element !== undefined)
  }
  if (!isDoc(value)) return including ? undefined : value
  const result: Doc = {}
  for (const [field, inner] of Object.entries(value)) {
    const kept = projectField(inner, tree.get(field), including, details)
    if (kept !== undefined) result[field] = kept
  }
  return result
}

function projectField(
  value: Value,
  node: Tree | Leaf | undefined,
  including: boolean,
  details?: MatchDetails,
): Value | undefined {
  if (node === undefined) return including ? undefined : value
  if (node instanceof Map) return project(value, node, including, details)
  if (node.kind === 'keep') return value
  if (node.kind === 'drop') return undefined
  if (!Array.isArray(value)) return including ? undefined : value
  return node.change(value, details)
}

function elementTest(condition: Value | undefined): (element: Value) => boolean {
  if (!isDoc(condition)) throw new ServerError('BadValue', '$elemMatch needs an Object')
  if (isOperators(condition)) return compileValueCondition(condition, {})
  const predicate = compileFilter(condition)
  return (element) => isDoc(element) && predicate(element)
}

/** An expression `$slice` names its array first; the projection's holds numbers only. */
function isExpressionSlice(operand: Value | undefined): boolean {
  return Array.isArray(operand) && !operand.every(isNumeric)
}

/** Puts a value at a path, into every document of an array on the way; takes the field away for `undefined`. */
export function put(document: Doc, parts: readonly string[], value: Value | undefined): void {
  const [field = '', ...rest] = parts
  if (rest.length === 0) {
    if (value === undefined) delete document[field]
    else document[field] = value
    return
  }
  const inner = fieldOf(document, field)
  if (Array.isArray(inner)) {
    document[field] = inner.map((element) => {
      const copy = isDoc(element) ? { ...element } : {}
      put(copy, rest, value)
      return copy
    })
    return
  }
  if (value === undefined && !isDoc(inner)) return
  const copy = isDoc(inner) ? { ...inner } : {}
  put(copy, rest, value)
  document[field] = copy
}
