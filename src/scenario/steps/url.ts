import { usageError } from '../../core/error.ts'
import type { Scope, Template } from '../model.ts'
import { renderText } from './rendered-text.ts'

/** A URL over HTTP. Throws `scenario.invalid-url`. */
export function urlOf(template: Template, scope: Scope, what: string): URL {
  const url = URL.parse(renderText(template, scope, what))
  if (url !== null && /^https?:$/.test(url.protocol)) return url
  throw usageError({
    code: 'scenario.invalid-url',
    message: `${what} is not one that begins with http:// or https://`,
    place: template.place,
  })
}
