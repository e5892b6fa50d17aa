import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Sandbox } from './sandbox.ts'

/** The path of a scenario that runs until it is interrupted: each `advance` is a step of its own. */
export function longScenario(box: Sandbox): string {
  const file = join(box.directory, 'long.yaml')
  const steps = Array.from({ length: 2_000 }, (_, index) => `  - { name: wait ${index}, advance: 30m }`)
  const cleaning = ['finally:', '  - name: clean up', '    sql: { system: oms, query: "select \'cleaned\' as state" }']
  writeFileSync(file, ['name: long', 'title: Takes its time', 'steps:', ...steps, ...cleaning, ''].join('\n'))
  return file
}
