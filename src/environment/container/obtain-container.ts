import { codeOf } from '../../core/error.ts'
import { freePort } from '../free-port.ts'
import type { ContainerSpec, RunningContainer } from './container-spec.ts'
import { hostOf } from './engine.ts'
import { fingerprint } from './kept/fingerprint.ts'
import { nameAsKept } from './kept/kept-containers.ts'
import { takeKept } from './kept/take-kept.ts'
import { labels } from './labels.ts'
import { pullImage } from './pull-image.ts'
import { type StartOptions, startContainer } from './start-container.ts'

/**
 * Takes a container that an earlier run has left, or starts and seeds one. Throws `container.image`, `container.command`,
 * and what starting throws; whatever was begun is removed then.
 */
export async function obtainContainer(spec: ContainerSpec, options: StartOptions): Promise<RunningContainer> {
  const { engine } = options
  await pullImage(engine, spec.image)
  const mark = spec.reuse === true ? await markOf(spec, options) : undefined
  const kept = await takeKept(spec, mark, options)
  if (kept !== undefined) return kept
  let isKept = false
  const own = mark === undefined ? options : { ...options, labels: { ...options.labels, [labels.kept]: mark } }
  const container = await startAnywhere(spec, own, () => isKept)
  try {
    if (spec.seed !== undefined) await container.execute(spec.seed)
    if (mark !== undefined) await nameAsKept(engine, container.id, spec.name)
    isKept = mark !== undefined
    return container
  } catch (thrown) {
    await container[Symbol.asyncDispose]()
    throw thrown
  }
}

async function markOf(spec: ContainerSpec, { engine: { client, testcontainers } }: StartOptions): Promise<string> {
  const { Id } = await client.image.inspect(testcontainers.ImageName.fromString(spec.image))
  return fingerprint(spec, Id)
}

const mostTries = 5

/** Starts a container that has to know its address at one that is free; somebody else may have taken it by then. */
async function startAnywhere(
  spec: ContainerSpec,
  options: StartOptions,
  isKept: () => boolean,
): Promise<RunningContainer> {
  const { announcing, environment, ports, published } = spec
  if (announcing === undefined) return startContainer(spec, options, isKept)
  for (let tries = 1; ; tries++) {
    const port = await freePort()
    const known = {
      ...spec,
      environment: { ...environment, ...announcing(`${hostOf(options.engine)}:${port}`) },
      published: { ...published, [ports[0] ?? 0]: port },
    }
    try {
      return await startContainer(known, options, isKept)
    } catch (thrown) {
      if (tries >= mostTries || codeOf(thrown) !== 'container.port-taken') throw thrown
    }
  }
}
