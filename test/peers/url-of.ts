import type { Peer } from './servers.ts'

/** Where a server is; `undefined` where there is none on this machine. */
export function urlOf(peer: Peer): string | undefined {
  return 'url' in peer ? peer.url : undefined
}
