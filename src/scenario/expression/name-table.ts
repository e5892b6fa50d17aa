/** Names and what they stand for. A `Map` is one. */
export interface NameTable<T> {
  has(name: string): boolean
  get(name: string): T | undefined
  keys(): Iterable<string>
}

/** A stretch of names that later tables add to; each table sees those that were there when it was made. */
interface Stretch<T> {
  entries: Map<string, { value: T; at: number }>
  below: NameTable<T>
}

const stretches = new WeakMap<object, { stretch: Stretch<unknown>; end: number }>()

/** The same names and more; a name that is there already gets the new value. */
export function overlaid<T>(below: NameTable<T>, more: ReadonlyMap<string, T>): NameTable<T> {
  return {
    has: (name) => more.has(name) || below.has(name),
    get: (name) => (more.has(name) ? more.get(name) : below.get(name)),
    keys: () => new Set([...below.keys(), ...more.keys()]),
  }
}

/**
 * The same names and more. What each table adds is kept once, so that a file of ten thousand steps, each of which sees
 * the names of all before it, holds each name once. A name that is there already keeps its value.
 */
export function grown<T>(table: NameTable<T>, more: readonly (readonly [string, T])[]): NameTable<T> {
  const known = stretches.get(table) as { stretch: Stretch<T>; end: number } | undefined
  // Somebody else has added to the stretch behind this table's end: from here on it divides.
  const divided = known === undefined || known.stretch.entries.size !== known.end
  const stretch: Stretch<T> = divided ? { entries: new Map(), below: table } : known.stretch
  for (const [name, value] of more)
    if (!table.has(name) && !stretch.entries.has(name)) stretch.entries.set(name, { value, at: stretch.entries.size })
  return tableUpTo(stretch, stretch.entries.size)
}

function tableUpTo<T>(stretch: Stretch<T>, end: number): NameTable<T> {
  const own = (name: string): { value: T } | undefined => {
    const entry = stretch.entries.get(name)
    return entry !== undefined && entry.at < end ? entry : undefined
  }
  const table: NameTable<T> = {
    has: (name) => own(name) !== undefined || stretch.below.has(name),
    get: (name) => own(name)?.value ?? stretch.below.get(name),
    keys: () => [...stretch.below.keys(), ...[...stretch.entries.keys()].slice(0, end)],
  }
  stretches.set(table, { stretch, end })
  return table
}
