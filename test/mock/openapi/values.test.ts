import { describe, expect, test } from 'vitest'
import type { Json } from '../../../src/core/json.ts'
import { seededRandom } from '../../../src/core/random.ts'
import { generateValue, usualRoom } from '../../../src/mock/openapi/values/generate-value.ts'
import { patternText } from '../../../src/mock/openapi/values/pattern-text.ts'
import { schemaChecker } from '../../../src/openapi/schema-checker.ts'

const components: Json = {
  schemas: {
    Node: {
      type: 'object',
      required: ['id'],
      properties: {
        id: { type: 'integer' },
        parent: { $ref: '#/components/schemas/Node' },
        children: { type: 'array', items: { $ref: '#/components/schemas/Node' } },
      },
    },
    List: {
      type: 'object',
      required: ['value', 'next'],
      properties: {
        value: { type: 'string' },
        next: { oneOf: [{ $ref: '#/components/schemas/List' }, { type: 'null' }] },
      },
    },
    Cat: {
      type: 'object',
      required: ['kind', 'lives'],
      properties: { kind: { type: 'string' }, lives: { type: 'integer' } },
    },
    Dog: {
      type: 'object',
      required: ['kind', 'tail'],
      properties: { kind: { type: 'string' }, tail: { type: 'boolean' } },
    },
  },
}

const schemas: Record<string, Json> = {
  'a date and time': { type: 'string', format: 'date-time' },
  'a date': { type: 'string', format: 'date' },
  'a time': { type: 'string', format: 'time' },
  'an e-mail': { type: 'string', format: 'email' },
  'a UUID': { type: 'string', format: 'uuid' },
  'a URI': { type: 'string', format: 'uri' },
  'an IPv6 address': { type: 'string', format: 'ipv6' },
  'a length': { type: 'string', minLength: 30, maxLength: 32 },
  'a short text': { type: 'string', maxLength: 2 },
  'a pattern': { type: 'string', pattern: '^[A-Z]{2}\\d{3,5}(-(alpha|beta))?$' },
  'a pattern within lengths': { type: 'string', pattern: '^\\w+$', minLength: 3, maxLength: 5 },
  'an integer between': { type: 'integer', minimum: 3, maximum: 5 },
  'an integer above': { type: 'integer', exclusiveMinimum: 10, exclusiveMaximum: 12 },
  'a negative number': { type: 'number', maximum: -5 },
  'a narrow number': { type: 'number', minimum: 0.001, maximum: 0.002 },
  'a multiple': { type: 'number', multipleOf: 0.05, minimum: 1, maximum: 2 },
  'a whole multiple': { type: 'integer', multipleOf: 7, minimum: 1 },
  'one of some': { enum: ['a', 'b', 3] },
  'a constant': { const: { fixed: true } },
  'a nullable text': { type: ['null', 'string'] },
  'a list of at least five': { type: 'array', minItems: 5, items: { type: 'integer' } },
  'a list of different': { type: 'array', minItems: 3, uniqueItems: true, items: { enum: [1, 2, 3, 4] } },
  'an empty list': { type: 'array', maxItems: 0, items: { type: 'string' } },
  'a tuple': { type: 'array', prefixItems: [{ type: 'string' }, { type: 'integer' }], minItems: 2, items: false },
  'all of': {
    allOf: [
      { type: 'object', required: ['a'], properties: { a: { type: 'integer', minimum: 5 } } },
      { properties: { a: { maximum: 6 }, b: { type: 'string' } }, required: ['b'] },
    ],
  },
  'any of': { anyOf: [{ type: 'integer', minimum: 100 }, { type: 'boolean' }] },
  'one of with a discriminator': {
    oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }],
    discriminator: { propertyName: 'kind' },
  },
  'a dictionary': { type: 'object', minProperties: 3, additionalProperties: { type: 'integer' } },
  'what refers to itself': { $ref: '#/components/schemas/Node' },
  'what has to refer to itself, or not': { $ref: '#/components/schemas/List' },
}

function made(schema: Json, seed: string): Json {
  return generateValue(schema, { root: { components }, random: seededRandom(seed), room: usualRoom() })
}

describe('made-up values', () => {
  const root: Json = { components, schemas }
  const checker = schemaChecker(root, '2020-12', 'response')

  test.each(Object.entries(schemas))('fit the schema: %s', async (name, schema) => {
    for (let seed = 0; seed < 30; seed++) {
      const value = made(schema, `${seed}`)
      const pointer = `#/schemas/${encodeURIComponent(name)}`
      expect({ value, violations: await checker.check(pointer, value) }).toEqual({ value, violations: [] })
    }
  })

  test('are the same for the same seed, and others for others', () => {
    const { Node } = (components as { schemas: Record<string, Json> }).schemas
    const pet: Json = { type: 'object', properties: { name: { type: 'string' }, node: Node ?? null } }
    expect(made(pet, 'a')).toEqual(made(pet, 'a'))
    expect(made(pet, 'a')).not.toEqual(made(pet, 'b'))
  })

  test('are what the author has written down', () => {
    const schema: Json = { type: 'object', properties: { a: { type: 'string', example: 'given' }, b: { default: 7 } } }
    expect(made(schema, '1')).toEqual({ a: 'given', b: 7 })
  })

  test('name nobody: e-mail addresses are of reserved domains, telephone numbers of a reserved range', () => {
    const person: Json = {
      type: 'object',
      properties: { email: { type: 'string' }, phone: { type: 'string' }, mail: { format: 'email' } },
    }
    for (let seed = 0; seed < 50; seed++) {
      const { email, phone, mail } = made(person, `${seed}`) as Record<string, string>
      expect([email, mail].join(' ')).toMatch(/^\S+@example\.(com|org|net) \S+@example\.(com|org|net)$/)
      expect(phone).toMatch(/^\+493023125\d{3}$/)
    }
  })

  test('stay small, however much a schema could hold', () => {
    const wide: Json = { type: 'object', properties: {} }
    let schema: Json = { type: 'string' }
    for (let level = 0; level < 10; level++)
      schema = {
        type: 'object',
        properties: Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`p${index}`, schema])),
      }
    const properties: Record<string, Json> = { deep: schema }
    expect(JSON.stringify(made({ ...(wide as object), properties }, '1')).length).toBeLessThan(200_000)
  })
})

test.each([
  '^[A-Z]{2}-\\d{4}$',
  '^(foo|ba[rz])+$',
  '^[^a-z]{3}$',
  '^\\+?[0-9 ]{6,}$',
  '^[\\w.-]+@[\\w.-]+$',
  '^(?:a|b){2,3}?c*$',
  '^\\u0041\\x42[\\d-]$',
  '^\\p{Lu}\\p{Ll}+$',
  '[]-a]?x'.replace('[]-a]', '[\\]a-c]'),
])('a text is made by the pattern %s', (pattern) => {
  const expression = new RegExp(pattern, 'u')
  for (let seed = 0; seed < 100; seed++) expect(patternText(pattern, seededRandom(`${seed}`))).toMatch(expression)
})

test('a pattern that repeats without end makes a text of bounded length', () => {
  expect(patternText('((a{1000}){1000}){1000}', seededRandom('1')).length).toBeLessThan(10_000)
})
