import { isJsonObject, type Json } from '../../core/json.ts'
import type { WorkflowMoment } from '../model/workflow.ts'
import { evaluate, evaluated, textOf } from './runtime-expression.ts'

/**
 * The body that a payload stands for. A text that is to be sent as JSON is a template of JSON: its expressions are filled
 * in behind its quotes, so that no value can break out of them, and `"{$…}"` alone becomes a list or an object where it
 * stands for one. A text that is no JSON before that is filled in as it is.
 */
export function payloadValue(payload: Json, contentType: string, moment: WorkflowMoment): Json {
  if (typeof payload !== 'string' || !/[/+]json\b/i.test(contentType)) return evaluated(payload, moment)
  const template = parsed(payload)
  if (template !== undefined) return filled(template, moment)
  const value = evaluated(payload, moment)
  return typeof value === 'string' && value !== payload ? (parsed(value) ?? value) : value
}

function filled(template: Json, moment: WorkflowMoment): Json {
  if (Array.isArray(template)) return template.map((item) => filled(item, moment))
  if (isJsonObject(template))
    return Object.fromEntries(Object.entries(template).map(([key, value]) => [key, filled(value, moment)]))
  if (typeof template !== 'string') return template
  const [, alone] = /^\{(\$[^{}]*)\}$/.exec(template) ?? []
  const value = alone === undefined ? undefined : evaluate(alone, moment)
  if (Array.isArray(value) || isJsonObject(value)) return value
  return alone === undefined ? evaluated(template, moment) : textOf(value)
}

/** The objects and lists of a text; a number or a quoted text stays the text that it is. */
function parsed(text: string): Json | undefined {
  if (!/^\s*[{[]/.test(text)) return undefined
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}
