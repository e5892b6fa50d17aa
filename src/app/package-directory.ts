import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Where standin is installed: the same two levels up from src/app and from dist/app. */
const packageDirectory = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

export const shippedScenarios = join(packageDirectory, 'scenarios')

export const shippedPacks = join(packageDirectory, 'fixtures')

export const shippedLandscape = join(shippedPacks, 'omnichannel', 'standin.yaml')
