import type { Place } from '../../core/place.ts'
import type { YamlScalar } from '../../yaml/yaml-document.ts'

/** The source of an expression, and where each character of it stands in the file. */
export interface ExpressionText {
  source: string
  place: Place
  placeAt(index: number): Place
}

/** A part of a scalar's text. */
export function textWithin(scalar: YamlScalar, start: number, end: number): ExpressionText {
  return new TextWithin(scalar, start, String(scalar.value).slice(start, end))
}

class TextWithin implements ExpressionText {
  readonly source: string
  private readonly scalar: YamlScalar
  private readonly start: number

  constructor(scalar: YamlScalar, start: number, source: string) {
    this.scalar = scalar
    this.start = start
    this.source = source
  }

  get place(): Place {
    return this.placeAt(this.source.length - this.source.trimStart().length)
  }

  placeAt(index: number): Place {
    return this.scalar.placeAt(this.start + Math.min(index, this.source.length))
  }
}

/** A scalar that is an expression as a whole; `${{ … }}` around it does no harm. */
export function wholeText(scalar: YamlScalar): ExpressionText {
  const text = String(scalar.value ?? '')
  const wrapped = /^\s*\$\{\{(.*)\}\}\s*$/s.exec(text)
  if (wrapped?.[1] === undefined || wrapped[1].includes('${{')) return textWithin(scalar, 0, text.length)
  const start = text.indexOf('${{') + 3
  return textWithin(scalar, start, start + wrapped[1].length)
}
