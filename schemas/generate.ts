/* Writes the JSON Schemas of the files that users write, from the types in src. `--check` only compares. */
import { readFileSync, writeFileSync } from 'node:fs'
import { createGenerator } from 'ts-json-schema-generator'

const root = new URL('..', import.meta.url).pathname

const schemas = [
  { path: 'src/scenario/format.ts', type: 'ScenarioFile', file: 'schemas/scenario.schema.json' },
  { path: 'src/scenario/format/fragment.ts', type: 'FragmentFile', file: 'schemas/fragment.schema.json' },
  { path: 'src/landscape/format.ts', type: 'LandscapeFile', file: 'schemas/standin.schema.json' },
  { path: 'src/landscape/pack/format.ts', type: 'PackFile', file: 'schemas/pack.schema.json' },
  { path: 'src/policy/format.ts', type: 'PolicyFile', file: 'schemas/policy.schema.json' },
]

let stale = false
for (const { path, type, file } of schemas) {
  const generator = createGenerator({ path: root + path, type, tsconfig: `${root}tsconfig.json`, skipTypeCheck: true })
  const text = `${JSON.stringify(generator.createSchema(type), null, 2)}\n`
  if (!process.argv.includes('--check')) writeFileSync(root + file, text)
  else if (readFileSync(root + file, 'utf8') !== text) {
    stale = true
    console.error(`${file} is older than ${path}: run \`npm run schemas\``)
  }
}
process.exitCode = stale ? 1 : 0
