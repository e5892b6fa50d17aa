import type { Answer, ApiClient, CallOptions } from '../http-client.ts'

/** A request that one system made of another, and that was done. */
export interface DoneCall {
  client: ApiClient
  method: string
  path: string
  options: CallOptions
}

/** Keeps the requests that change something, so that they can be made once more. */
export interface CallRecord {
  /** The same client, whose calls are kept. An answer that says no is not kept: nothing was done. */
  keep(client: ApiClient, isRefusal?: (answer: Answer) => boolean): ApiClient
  /** What comes from now on is kept; what came before is forgotten. */
  begin(): void
  /** In the order of their answers; what comes from now on is not kept. */
  end(): readonly DoneCall[]
}

export function callRecord(): CallRecord {
  let kept: DoneCall[] | undefined
  return {
    keep(client, isRefusal = () => false) {
      return async (method, path, options = {}) => {
        const answer = await client(method, path, options)
        const done = method !== 'GET' && answer.status < 300 && !isRefusal(answer)
        if (done) kept?.push({ client, method, path, options })
        return answer
      }
    },
    begin() {
      kept = []
    },
    end() {
      const calls = kept ?? []
      kept = undefined
      return calls
    },
  }
}
