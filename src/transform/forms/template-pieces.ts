/** A piece of a template: text as it is, or the name of a part. */
export interface TemplatePiece {
  kind: 'literal' | 'part'
  text: string
}

/** Reads `{name}`, and `{{` and `}}` as braces; `undefined` where a brace stands alone. */
export function templatePieces(template: string): TemplatePiece[] | undefined {
  const pieces: TemplatePiece[] = []
  for (const [piece, name] of template.matchAll(/\{\{|\}\}|\{([^{}]+)\}|[^{}]+|./gsu)) {
    if (name !== undefined) pieces.push({ kind: 'part', text: name.trim() })
    else if (piece === '{' || piece === '}') return undefined
    else pieces.push({ kind: 'literal', text: piece === '{{' || piece === '}}' ? piece.slice(1) : piece })
  }
  return pieces
}
