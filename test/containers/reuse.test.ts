import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { connectSqlStore } from '../../src/stores/postgres/sql-store.ts'
import type { Sandbox } from '../e2e/sandbox.ts'
import { docker } from './docker.ts'
import { expectNothingLeft, landscapeOf, ownContainers, ownThings, sandboxWith } from './engine.ts'

afterEach(expectNothingLeft)

/** Takes its time to start, and answers with what its seed says. */
const server = `
const { createServer } = require('node:http')
const { readFileSync } = require('node:fs')
const json = { 'content-type': 'application/json' }
const answer = (request, response) => response.writeHead(200, json).end(readFileSync('/data/stock.json'))
setTimeout(() => createServer(answer).listen(8000), 6000)
`

const scenario = `
name: kept
title: A system holds its seed
given: { vars: { quantity: 7 } }
steps:
  - name: seeded
    get: \${{ kept.url }}/
    expect: { status: 200, body: { quantity: "\${{ vars.quantity }}" } }
`

const system = `  kept:
    container:
      image: node:24-slim
      ports: [8000]
      command: [node, /app/server.cjs]
      waitFor: { port: 8000 }
      seed: { files: { ./server.cjs: /app/server.cjs, ./data: /data } }
      reuse: true
`

const postgres = 'localhost/standin/postgres:18.4'
const oms = '  oms: { store: { kind: postgres, backend: container, reuse: true } }\n'

async function cleaned(box: Sandbox): Promise<unknown> {
  const { code, out, err } = await box.run('standin env clean --json')
  expect(err).toBe('')
  expect(code).toBe(0)
  return JSON.parse(out)
}

test('a container is taken again by the next run, replaced once a byte of its seed changes, and removed without `reuse`', async () => {
  using box = sandboxWith(system)
  writeFileSync(join(box.directory, 'server.cjs'), server)
  writeFileSync(join(box.directory, 'kept.yaml'), scenario)
  mkdirSync(join(box.directory, 'data'))
  const seed = (quantity: number): void =>
    writeFileSync(join(box.directory, 'data', 'stock.json'), `{ "quantity": ${quantity} }`)
  const command = `scenario run ${box.directory}/kept.yaml --landscape ${box.directory}/standin.yaml`
  const run = async (quantity: number): Promise<void> => {
    expect(await box.run(`${command} --var quantity=${quantity}`)).toMatchObject({ code: 0, err: '' })
  }
  seed(7)
  await run(7)
  const { kept } = ownContainers()
  expect(ownThings()).toEqual(['container localhost/standin/node:24-slim'])
  await run(7)
  expect(ownContainers()).toEqual({ kept })
  seed(8)
  await run(8)
  expect(Object.keys(ownContainers())).toEqual(['kept'])
  expect(ownContainers().kept).not.toBe(kept)
  writeFileSync(join(box.directory, 'standin.yaml'), landscapeOf(system.replace('reuse: true', 'reuse: false')))
  await run(8)
  expect(ownContainers()).toEqual({})
})

test('a store that a killed run had is taken again, without what was put into it', async () => {
  using box = sandboxWith(oms)
  const landscape = `--landscape ${box.directory}/standin.yaml`
  const killed = box.start(`standin env up --foreground --json ${landscape}`)
  await killed.said(/\n\}/)
  const { systems } = JSON.parse(killed.printed()) as { systems: { name: string; storeUrl: string }[] }
  const url = systems.find(({ name }) => name === 'oms')?.storeUrl ?? ''
  await on(url, async (store) => {
    await store.query('create database more')
    await store.query('create role somebody')
    await store.query(`select pg_create_logical_replication_slot('left', 'pgoutput')`)
  })
  const before = ownContainers()
  killed.child.kill('SIGKILL')
  await killed.ended
  const next = await box.run(`scenario run checkout-reservation ${landscape}`)
  expect(next).toMatchObject({ code: 0, out: expect.stringContaining('1 passed'), err: '' })
  expect(ownContainers()).toEqual(before)
  expect(ownThings().filter((thing) => !thing.startsWith('volume'))).toEqual([`container ${postgres}`])
  await on(url.replace(/[^/]+$/, 'postgres'), async (store) => {
    const { rows } = await store.query(`select datname::text as name from pg_database where not datistemplate
      union select rolname::text from pg_roles where rolname !~ '^pg_' union select slot_name::text from pg_replication_slots`)
    expect(rows.map(({ name }) => name).sort()).toEqual(['postgres', 'standin'])
  })
  expect(box.left()).toEqual(['standin.yaml'])
  await cleaned(box)
})

async function on(url: string, work: (store: ReturnType<typeof connectSqlStore>) => Promise<void>): Promise<void> {
  const store = connectSqlStore(url, { applicationName: 'test', connections: 1 })
  try {
    await work(store)
  } finally {
    await store.close()
  }
}

test('one that is in use is neither taken nor removed, and one that has stopped is replaced', async () => {
  using box = sandboxWith(oms)
  const landscape = `--landscape ${box.directory}/standin.yaml`
  await box.run(`standin env up ${landscape}`)
  const { 'postgres-store': used } = ownContainers()
  expect(await box.run(`scenario run checkout-reservation ${landscape}`)).toMatchObject({ code: 0 })
  expect(docker('ps', '--quiet', '--filter', `ancestor=${postgres}`)).toHaveLength(2)
  const both = [false, true].map((isInUse) => ({ system: 'postgres-store', image: postgres, isInUse }))
  expect(await cleaned(box)).toEqual(expect.arrayContaining(both))
  expect(ownContainers()).toEqual({ 'postgres-store': used })
  expect(await box.run('standin env down')).toMatchObject({ code: 0 })
  expect(ownContainers()).toEqual({ 'postgres-store': used })
  docker('kill', used ?? '')
  expect(await box.run(`scenario run reservation-expiry-cancel ${landscape}`)).toMatchObject({ code: 0 })
  expect(Object.keys(ownContainers())).toEqual(['postgres-store'])
  expect(ownContainers()).not.toEqual({ 'postgres-store': used })
  expect(await cleaned(box)).toEqual([both[0]])
})

test('runs that want the same one at the same moment do not share it', async () => {
  using box = sandboxWith(oms)
  const command = `scenario run checkout-reservation --landscape ${box.directory}/standin.yaml`
  expect(await box.run(command)).toMatchObject({ code: 0, err: '' })
  for (let times = 0; times < 3; times++) {
    for (const { code, out, err } of await Promise.all([box.run(command), box.run(command)])) {
      expect(err).toBe('')
      expect(out).toContain('1 passed')
      expect(code).toBe(0)
    }
  }
  expect(await cleaned(box)).toContainEqual({ system: 'postgres-store', image: postgres, isInUse: false })
})
