import { isJsonObject, type Json } from '../core/json.ts'
import type { EnvironmentHouse } from './hosting/environment-house.ts'

/** What another process can ask the host of an environment for. */
export type EnvironmentRequestMessage =
  | { do: 'reset'; name: string; keepConnections: boolean }
  | { do: 'prune'; name: string }
  | { do: 'save' | 'load' | 'unsave'; name: string; save: string }
  | { do: 'branch'; name: string; count: number }

/** Does what another process of the same version asked for. */
export async function answerRequest(house: EnvironmentHouse, request: Json): Promise<Json> {
  if (!isJsonObject(request)) throw new TypeError('a request is an object')
  const asked = request as unknown as EnvironmentRequestMessage
  switch (asked.do) {
    case 'reset':
      return { ...(await house.reset(asked.name, asked)) }
    case 'branch':
      return [...(await house.branch(asked.name, asked.count))]
    case 'save':
      await house.save(asked.name, asked.save)
      return null
    case 'load':
      await house.load(asked.name, asked.save)
      return null
    case 'unsave':
      await house.unsave(asked.name, asked.save)
      return null
    case 'prune':
      await house.prune(asked.name)
      return null
  }
}
