import { isJsonObject, type Json, type JsonObject } from '../core/json.ts'
import { Refusal } from './refusal.ts'

/* Reads fields of a request body; whatever is missing or of the wrong type is refused with 400 and the field's name. */

export function textField(body: JsonObject, name: string): string {
  const value = body[name]
  if (typeof value !== 'string' || value === '') throw invalid(name, 'a text')
  return value
}

export function optionalText(body: JsonObject, name: string): string | undefined {
  const value = body[name]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string') throw invalid(name, 'a text')
  return value
}

export function countField(body: JsonObject, name: string): number {
  const value = body[name]
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > 1_000_000) {
    throw invalid(name, 'a whole number from 1 to 1,000,000')
  }
  return value
}

export function wholeField(body: JsonObject, name: string): number {
  const value = body[name]
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw invalid(name, 'a whole number')
  return value
}

export function objectField(body: JsonObject, name: string): JsonObject {
  const value = body[name]
  if (!isJsonObject(value)) throw invalid(name, 'an object')
  return value as JsonObject
}

export function listField(body: JsonObject, name: string): JsonObject[] {
  const value: Json | undefined = body[name]
  if (!Array.isArray(value) || value.length === 0 || !value.every(isJsonObject))
    throw invalid(name, 'a list of objects')
  return value as JsonObject[]
}

function invalid(name: string, expected: string): Refusal {
  return new Refusal(400, 'invalid', `${name} must be ${expected}`)
}
