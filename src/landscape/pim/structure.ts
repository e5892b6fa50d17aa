import type { DocumentStore } from '../../core/document-store.ts'
import type { JsonObject } from '../../core/json.ts'

export interface Attribute {
  code: string
  type: string
  localizable: boolean
  scopable: boolean
  unique: boolean
}

export interface Channel {
  code: string
  locales: readonly string[]
}

/** What products are made of, as it is at this moment. */
export interface Structure {
  attributes: ReadonlyMap<string, Attribute>
  /** For each family, the attributes that each channel requires. */
  requirements: ReadonlyMap<string, Readonly<Record<string, readonly string[]>>>
  categories: ReadonlySet<string>
  channels: readonly Channel[]
  locales: ReadonlySet<string>
}

export async function readStructure(store: DocumentStore): Promise<Structure> {
  const read = async (name: string): Promise<JsonObject[]> => (await store.collection(name).find({})) as JsonObject[]
  const [attributes, families, categories, channels, locales] = await Promise.all([
    read('attribute'),
    read('family'),
    read('category'),
    read('channel'),
    read('locale'),
  ])
  return {
    attributes: new Map(attributes.map((one) => [String(one.code), attributeOf(one)])),
    requirements: new Map(
      families.map((one) => [String(one.code), (one.attribute_requirements ?? {}) as Record<string, string[]>]),
    ),
    categories: new Set(categories.map((one) => String(one.code))),
    channels: channels.map((one) => ({ code: String(one.code), locales: (one.locales ?? []) as string[] })),
    locales: new Set(locales.filter((one) => one.enabled !== false).map((one) => String(one.code))),
  }
}

function attributeOf(document: JsonObject): Attribute {
  return {
    code: String(document.code),
    type: String(document.type),
    localizable: document.localizable === true,
    scopable: document.scopable === true,
    unique: document.unique === true,
  }
}
