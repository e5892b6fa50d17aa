import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { type Sandbox, sandbox } from '../e2e/sandbox.ts'
import { docker } from './docker.ts'

const registry = 'localhost/standin'

/** Whether there was what the image is made with. */
export function hasImage(name: string): boolean {
  return docker('image', 'ls', '--quiet', `${registry}/${name}`).length > 0
}

/** The ids of the containers that standin has, by the systems that they are for. */
export function ownContainers(): Record<string, string> {
  const format = '{{.Label "org.standin.system"}} {{.ID}}'
  const lines = docker('ps', '--all', '--format', format, ...own)
  return Object.fromEntries(lines.map((line) => line.split(' ')))
}

const own = ['--filter', 'label=org.standin.run']

/** For the end of each test. What it has left all the same is removed, so that the next one is not blamed. */
export function expectNothingLeft(): void {
  const left = ownThings()
  const containers = docker('ps', '--all', '--quiet', ...own)
  if (containers.length > 0) docker('rm', '--force', '--volumes', ...containers)
  const networks = docker('network', 'ls', '--quiet', ...own)
  if (networks.length > 0) docker('network', 'rm', ...networks)
  expect(left).toEqual([])
}

/** What standin has in the engine: containers, networks, volumes that nobody uses. */
export function ownThings(): string[] {
  return [
    ...docker('ps', '--all', '--format', 'container {{.Image}}', ...own),
    ...docker('network', 'ls', '--format', 'network {{.Name}}', ...own),
    ...docker('volume', 'ls', '--format', 'volume {{.Name}}'),
  ]
}

/** A sandbox with a standin.yaml in it. */
export function sandboxWith(systems: string): Sandbox {
  const box = sandbox()
  writeFileSync(join(box.directory, 'standin.yaml'), landscapeOf(systems))
  return box
}

/** A standin.yaml whose images are those of the tests. */
export function landscapeOf(systems: string): string {
  return `version: 1\nregistry: ${registry}\nsystems:\n${systems}`
}
