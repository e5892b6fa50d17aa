import { setTimeout as pause } from 'node:timers/promises'
import type { WaitStrategy } from 'testcontainers'
import type { Address, ContainerSpec, WaitFor } from './container-spec.ts'
import { type ContainerEngine, hostOf } from './engine.ts'
import { hasEnded } from './exit-of-container.ts'
import { portAnswers } from './port-answers.ts'

/**
 * How testcontainers finds out that a container is ready. Its own look at ports is not taken: it runs programs within,
 * and one that is begun while the container ends leaves a connection that never does.
 */
export async function waitStrategy(
  engine: ContainerEngine,
  spec: Pick<ContainerSpec, 'image' | 'ports' | 'waitFor'>,
): Promise<WaitStrategy> {
  return silentOnceEnded(spec.waitFor === undefined ? await usualStrategy(engine, spec) : told(engine, spec.waitFor))
}

function told(engine: ContainerEngine, waitFor: WaitFor): WaitStrategy {
  const { Wait } = engine.testcontainers
  if ('answers' in waitFor) return untilItAnswers(engine, waitFor.answers)
  if ('log' in waitFor) return Wait.forLogMessage(waitFor.log)
  const { path, port, status } = waitFor.http
  const strategy = Wait.forHttp(path, port, { abortOnContainerExit: true }).withReadTimeout(250)
  return status === undefined ? strategy : strategy.forStatusCode(status)
}

async function usualStrategy(
  engine: ContainerEngine,
  { image, ports }: Pick<ContainerSpec, 'image' | 'ports'>,
): Promise<WaitStrategy> {
  const { Wait, ImageName } = engine.testcontainers
  const { Config } = await engine.client.image.inspect(ImageName.fromString(image))
  const [check] = (Config.Healthcheck as { Test?: string[] } | undefined)?.Test ?? []
  if (check !== undefined && check !== 'NONE') return Wait.forHealthCheck()
  return untilItAnswers(engine, async (at) => {
    const answering = await Promise.all(ports.map((port) => portAnswers(at.host, at.port(port))))
    return answering.every(Boolean)
  })
}

const pollInterval = 100

function untilItAnswers(engine: ContainerEngine, answers: (at: Address) => Promise<boolean>): WaitStrategy {
  let patience = 0
  const strategy: WaitStrategy = {
    withStartupTimeout(milliseconds) {
      patience = milliseconds
      return strategy
    },
    isStartupTimeoutSet: () => true,
    getStartupTimeout: () => patience,
    async waitUntilReady(container, ports) {
      const at: Address = { host: hostOf(engine), port: (within) => ports.getBinding(within) }
      while (!(await answers(at))) {
        // Throws when it was removed, so that nobody goes on asking.
        await container.inspect()
        await pause(pollInterval)
      }
    },
  }
  return strategy
}

/**
 * The same strategy, that stays silent about a container that has ended, until that is removed: testcontainers would
 * remove it at once, and with it the exit code and the last lines.
 */
function silentOnceEnded(strategy: WaitStrategy): WaitStrategy {
  const silent: WaitStrategy = {
    withStartupTimeout(milliseconds) {
      strategy.withStartupTimeout(milliseconds)
      return silent
    },
    isStartupTimeoutSet: () => strategy.isStartupTimeoutSet(),
    getStartupTimeout: () => strategy.getStartupTimeout(),
    async waitUntilReady(container, ports, since) {
      try {
        await strategy.waitUntilReady(container, ports, since)
      } catch (thrown) {
        while (hasEnded(await container.inspect())) await pause(pollInterval)
        throw thrown
      }
    },
  }
  return silent
}
