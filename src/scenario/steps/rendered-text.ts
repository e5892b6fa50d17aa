import { usageError } from '../../core/error.ts'
import type { Scope, Template } from '../model.ts'

/** A template where a text is needed. Throws `scenario.not-a-text` for nothing, lists and objects. */
export function renderText(template: Template, scope: Scope, what: string): string {
  const value = template.render(scope)
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value)
  throw usageError({
    code: 'scenario.not-a-text',
    message: `${what} must be a text or a number, but is ${nameOf(value)}`,
    place: template.place,
  })
}

/** Each template by its name, as texts. */
export function renderTexts(
  templates: Readonly<Record<string, Template>>,
  scope: Scope,
  what: string,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(templates).map(([name, template]) => [name, renderText(template, scope, `${what} "${name}"`)]),
  )
}

function nameOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  return Array.isArray(value) ? 'a list' : 'an object'
}
