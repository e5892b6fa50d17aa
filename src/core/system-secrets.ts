import type { RunningSystem } from './landscape.ts'
import { isSensitive } from './masked-text.ts'

const shortestSecret = 6

/** Credentials of systems that masking would hide, and the passwords of their stores' URLs. */
export function systemSecrets(systems: Iterable<RunningSystem>): string[] {
  return [...systems].flatMap(({ credentials, storeUrl }) => {
    const secret = Object.entries(credentials).filter(([key]) => isSensitive(key))
    const password = storeUrl === undefined ? '' : decodeURIComponent(URL.parse(storeUrl)?.password ?? '')
    return [...secret.map(([, value]) => value), password].filter((text) => text.length >= shortestSecret)
  })
}
