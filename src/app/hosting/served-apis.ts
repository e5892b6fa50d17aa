import type { ApiServer } from '../../environment/embedded/api-server.ts'
import type { LandscapeGround, ServedApi } from '../../landscape/start-landscape.ts'

type Handlers = Parameters<LandscapeGround['serve']>[1]

/** APIs that keep their ports and connections while what answers behind them is exchanged. */
export interface ServedApis extends AsyncDisposable {
  /** The same system again gets the same URL. */
  serve: LandscapeGround['serve']
}

/** `open` starts to serve handlers; the list that it is given changes later on. */
export function servedApis(
  open: (system: string, handlers: Handlers, port?: number) => Promise<ApiServer>,
): ServedApis {
  const served = new Map<string, { server: ApiServer; handlers: Handlers[number][] }>()
  return {
    async serve(system, handlers, port) {
      const known = served.get(system)
      if (known !== undefined) {
        known.handlers.splice(0, known.handlers.length, ...handlers)
        return kept(known.server)
      }
      const own = [...handlers]
      const server = await open(system, own, port)
      served.set(system, { server, handlers: own })
      return kept(server)
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...served.values()].map(({ server }) => server[Symbol.asyncDispose]()))
    },
  }
}

/** An API that outlives the landscape that it is served for. */
function kept({ url }: ApiServer): ServedApi {
  return { url, [Symbol.asyncDispose]: async () => undefined }
}
