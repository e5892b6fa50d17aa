import { codeOf, environmentError } from '../../core/error.ts'

export type Testcontainers = typeof import('testcontainers')

/**
 * Loads the package that talks to the container engine; it is there only where somebody has installed it, since most
 * landscapes do without containers. Throws `container.node` and `container.not-installed`.
 */
export async function loadTestcontainers(nodeVersion: string | undefined): Promise<Testcontainers> {
  if (nodeVersion !== undefined && isOlder(nodeVersion, [22, 22])) {
    throw environmentError({
      code: 'container.node',
      message: `containers need Node 22.22 or newer, and this is Node ${nodeVersion}`,
      remedy: 'use a newer Node, or the embedded backend',
    })
  }
  try {
    return await import('testcontainers')
  } catch (thrown) {
    if (codeOf(thrown) !== 'ERR_MODULE_NOT_FOUND') throw thrown
    throw environmentError(
      {
        code: 'container.not-installed',
        message: 'containers need the package testcontainers, which is not installed',
        remedy: 'run `npm install testcontainers` beside standin',
      },
      thrown,
    )
  }
}

function isOlder(version: string, [major, minor]: readonly [number, number]): boolean {
  const [ownMajor = 0, ownMinor = 0] = version.split('.').map(Number)
  return ownMajor < major || (ownMajor === major && ownMinor < minor)
}
