/** One place of a mask: what is written there. */
export interface MaskSign {
  kind: 'literal' | 'own' | 'digit' | 'small' | 'capital'
  literal: Uint8Array
}

const kinds: Readonly<Record<string, MaskSign['kind']>> = { '=': 'own', '#': 'digit', '?': 'small', '^': 'capital' }

/** Reads a mask's pattern: `#` a keyed digit, `?` and `^` keyed letters, `=` the value's own character, `\` before a literal one. */
export function maskSigns(pattern: string): MaskSign[] {
  const encoder = new TextEncoder()
  return [...pattern.matchAll(/\\(.)|./gsu)].map(([sign, escaped]) => ({
    kind: escaped === undefined ? (kinds[sign] ?? 'literal') : 'literal',
    literal: encoder.encode(escaped ?? sign),
  }))
}
