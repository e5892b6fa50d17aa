import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { JsonSchema } from '../src/yaml/json-schema.ts'

test('the JSON Schemas are up to date with the types', () => {
  const script = fileURLToPath(new URL('../schemas/generate.ts', import.meta.url))
  expect(execFileSync(process.execPath, [script, '--check'], { encoding: 'utf8' })).toBe('')
})

const folder = new URL('../schemas/', import.meta.url)

test.each(readdirSync(folder).filter((file) => file.endsWith('.schema.json')))(
  '%s describes every key, so that editors can',
  (file) => {
    const root = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as JsonSchema
    expect([...undescribed(root, root, file)]).toEqual([])
  },
)

/** Keys without a description, of their own or of the type that they refer to. */
function* undescribed(schema: JsonSchema, root: JsonSchema, path: string): Generator<string> {
  for (const [key, property] of Object.entries(schema.properties ?? {})) {
    const referred = root.definitions?.[property.$ref?.replace('#/definitions/', '') ?? '']
    if ((property.description ?? referred?.description ?? '') === '') yield `${path}.${key}`
    yield* undescribed(property, root, `${path}.${key}`)
  }
  const below = [schema.items, schema.additionalProperties, ...(schema.anyOf ?? [])]
  for (const one of below) if (typeof one === 'object') yield* undescribed(one, root, path)
  for (const [name, definition] of Object.entries(schema.definitions ?? {})) yield* undescribed(definition, root, name)
}
