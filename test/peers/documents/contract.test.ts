import { afterAll, beforeEach, describe, expect, inject, type RunnerTask, type RunnerTestCase } from 'vitest'
import { documentStoreContract } from '../../contracts/document-store.ts'
import { urlOf } from '../url-of.ts'
import { deviations } from './ferretdb-deviations.ts'

/* Real servers are held to what the embedded one is held to. */

const ferretdb = urlOf(inject('ferretdb'))
const mongod = urlOf(inject('mongod'))
const at = (url = '') => ({ start: async () => ({ url, stop: async () => undefined }) })

describe.skipIf(mongod === undefined)('on mongod', () => documentStoreContract('mongod', at(mongod)))

describe.skipIf(ferretdb === undefined)('on FerretDB', () => {
  const known = new Map(deviations.flatMap(({ tests, ...why }) => tests.map((name) => [name, why])))
  const otherwise: string[] = []
  let names: string[] = []

  // What is known to deviate has to fail, and for the reason that is known.
  beforeEach(({ task, onTestFailed }) => {
    names = testsOf(task.file).map(nameOf)
    const why = known.get(nameOf(task))
    ;(task as RunnerTestCase).fails = why !== undefined
    onTestFailed(() => {
      const said = task.result?.errors?.map(({ message }) => message).join('\n') ?? ''
      if (why !== undefined && !why.says.test(said)) otherwise.push(`${nameOf(task)}: ${said}`)
    })
  })
  afterAll(() => {
    expect(otherwise).toEqual([])
    expect([...known.keys()].filter((name) => !names.includes(name))).toEqual([])
  })

  documentStoreContract('FerretDB', at(ferretdb))
})

function testsOf(task: RunnerTask): RunnerTask[] {
  return task.type === 'suite' ? task.tasks.flatMap(testsOf) : [task]
}

/** As within the contract. */
function nameOf({ name, suite }: RunnerTask): string {
  return suite === undefined || suite.name.startsWith('document store: ') ? name : `${nameOf(suite)} > ${name}`
}
