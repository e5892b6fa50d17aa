import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { docs, pages, readPage } from './markdown.ts'

test.each([...pages(), '../README.md', '../CONTRIBUTING.md', '../CHANGELOG.md'])(
  'the links of %s lead somewhere',
  (file) => {
    const targets = [...readPage(file).matchAll(/\]\(([^)#]+)(#[^)]*)?\)/g)].map(([, target]) => target ?? '')
    const local = targets.filter((target) => !/^https?:/.test(target))
    expect(local.filter((target) => !existsSync(join(docs, dirname(file), target)))).toEqual([])
  },
)
