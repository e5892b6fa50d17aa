import { environmentError, messageOf } from '../../core/error.ts'
import type { ContainerEngine } from './engine.ts'
import { withoutPrefix } from './start-failure.ts'

/** Sees to it that the engine has the image. Throws `container.image`, which names it. */
export async function pullImage({ client, testcontainers }: ContainerEngine, image: string): Promise<void> {
  const name = testcontainers.ImageName.fromString(image)
  let reason = 'the registry did not give it'
  try {
    await client.image.pull(name, { force: false, platform: undefined })
    if (await client.image.exists(name)) return
  } catch (thrown) {
    reason = withoutPrefix(messageOf(thrown))
  }
  throw environmentError({
    code: 'container.image',
    message: `the image ${image} is not here and cannot be pulled: ${reason}`,
    remedy:
      'check its name and the network; `registry:` in standin.yaml (or --registry) names a registry that has it, and `docker pull` and `docker build` put it here beforehand',
  })
}
