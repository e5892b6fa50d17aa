import type { LandscapeOutline, SystemOutline } from '../core/landscape.ts'
import { consumerGroups } from './connector/groups.ts'
import { defects } from './defects/table.ts'
import type { ContainerDeclaration, LandscapeFile, MirrorName } from './format.ts'
import { topics } from './topics.ts'

export interface MirroredSystem {
  mirror: MirrorName
  /** Where the mirror keeps its data. */
  store: 'sql' | 'documents' | 'none'
  /** What clients need besides the URL; made anew for each environment. */
  credentials: readonly string[]
}

/** The systems that standin mirrors, under the names that landscapes, packs and scenarios use. */
export const mirroredSystems = {
  erp: { mirror: 'business-one', store: 'sql', credentials: ['company', 'user', 'password'] },
  pim: { mirror: 'akeneo', store: 'documents', credentials: ['clientId', 'secret', 'user', 'password'] },
  shop: { mirror: 'store-api', store: 'sql', credentials: ['accessKey', 'adminToken'] },
  oms: { mirror: 'oms', store: 'sql', credentials: ['apiKey'] },
  payment: { mirror: 'payment', store: 'sql', credentials: ['apiKey'] },
  promo: { mirror: 'promo', store: 'sql', credentials: ['apiKey'] },
  wms: { mirror: 'wms', store: 'sql', credentials: ['apiKey'] },
  hub: { mirror: 'baselinker', store: 'none', credentials: ['token'] },
  notify: { mirror: 'notify', store: 'none', credentials: ['apiKey'] },
  broker: { mirror: 'broker', store: 'none', credentials: ['apiKey'] },
  connector: { mirror: 'connector', store: 'none', credentials: ['apiKey'] },
} as const satisfies Record<string, MirroredSystem>

export type MirroredSystemName = keyof typeof mirroredSystems

export const sqlSystems = ['erp', 'shop', 'oms', 'payment', 'promo', 'wms'] as const

export type SqlSystemName = (typeof sqlSystems)[number]

function inContainer({ ports, protocol = 'http' }: ContainerDeclaration): SystemOutline {
  const others = ports.slice(1).map((port) => `port${port}`)
  return { fields: ['url', 'host', 'port', ...others], sql: false, documents: false, external: protocol }
}

/** What scenarios can be checked against before anything runs. */
export function outlineOf(landscape: LandscapeFile): LandscapeOutline {
  const systems = Object.entries(landscape.systems).flatMap(([name, { api, container }]) => {
    if (container !== undefined) return [[name, inContainer(container)] as const]
    if (api === undefined) return []
    const known: MirroredSystem | undefined = (mirroredSystems as Record<string, MirroredSystem>)[name]
    const external = 'url' in api ? 'http' : 'tcp' in api ? 'tcp' : undefined
    const own = external === undefined ? known : undefined
    const outline = {
      fields: ['url', ...(external === 'tcp' ? ['host', 'port'] : []), ...(own?.credentials ?? [])],
      sql: own?.store === 'sql',
      documents: own?.store === 'documents',
      ...(external && { external }),
    } satisfies SystemOutline
    return [[name, outline] as const]
  })
  return {
    systems: Object.fromEntries(systems),
    topics: Object.keys(topics),
    groups: Object.values(consumerGroups),
    defects: Object.keys(defects),
  }
}
