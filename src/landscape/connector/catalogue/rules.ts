import type { JsonObject } from '../../../core/json.ts'
import type { ApiClient } from '../../http-client.ts'
import { pimRecords } from './pim-pages.ts'

/** What the PIM demands before a product may be shown. */
export interface CatalogueRules {
  channels: readonly { code: string; locales: readonly string[] }[]
  /** For each family, the attributes that each channel requires. */
  requirements: ReadonlyMap<string, Readonly<Record<string, readonly string[]>>>
}

export async function readRules(pim: ApiClient): Promise<CatalogueRules> {
  const [channels, families] = await Promise.all([
    pimRecords(pim, 'channels?limit=100'),
    pimRecords(pim, 'families?limit=100'),
  ])
  return {
    channels: channels.map(({ code, locales }) => ({ code: String(code), locales: locales as string[] })),
    requirements: new Map(families.map((family) => [String(family.code), requirementsOf(family)])),
  }
}

function requirementsOf({ attribute_requirements }: JsonObject): Record<string, string[]> {
  return attribute_requirements as Record<string, string[]>
}
