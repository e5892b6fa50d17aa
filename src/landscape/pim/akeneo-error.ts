import { HttpResponse } from 'msw'
import type { JsonObject } from '../../core/json.ts'
import { Refusal } from '../refusal.ts'

/** One thing that is wrong with the data of a request, as Akeneo's 422 lists it. */
export interface DataError {
  property: string
  message: string
  attribute?: string
  locale?: string | null
  scope?: string | null
}

/** A 422 that names each property. */
export class InvalidData extends Refusal {
  readonly errors: readonly DataError[]

  constructor(errors: readonly DataError[]) {
    super(422, '422', 'Validation failed.')
    this.name = 'InvalidData'
    this.errors = errors
  }
}

/** 422 for data that is not of the documented form. */
export function unexpected(message: string): Refusal {
  return new Refusal(422, '422', `${message} Check the expected format on the API documentation.`)
}

/** What the body of an error holds besides its code; the same in the lines of a bulk answer. */
export function errorFields(refusal: Refusal): JsonObject {
  return {
    message: refusal.message,
    ...(refusal instanceof InvalidData && { errors: refusal.errors.map((error) => ({ ...error })) }),
  }
}

/** Errors as Akeneo writes them: `{ code, message, errors }`. */
export function akeneoError(refusal: Refusal): Response {
  return HttpResponse.json({ code: refusal.status, ...errorFields(refusal) }, { status: refusal.status })
}
