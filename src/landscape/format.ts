/*
 * What standin.yaml may hold. These types are the source of schemas/standin.schema.json: after a change, run
 * `npm run schemas`. `${NAME}` reads the environment.
 */

/** The systems of one company. */
export interface LandscapeFile {
  version: 1
  /** The fixture pack that the landscape starts with, unless a scenario names one. */
  pack?: string
  /**
   * By the name that scenarios use: a letter, then letters, digits and underscores. The systems that standin mirrors
   * (erp, pim, shop, oms, payment, notify) are there whether they are named or not.
   */
  systems: Record<string, SystemDeclaration>
  /** Defects of the reference connector that are switched on. */
  defects?: string[]
}

export interface SystemDeclaration {
  api: MirroredApi | ExternalApi
}

/** standin serves the API itself, over its own seeded store. */
export interface MirroredApi {
  mirror: MirrorName
  /**
   * A fixed port on the loopback address; any free one when nothing is said.
   * @asType integer
   * @minimum 1
   * @maximum 65535
   */
  port?: number
}

/** Somebody else serves the API. */
export interface ExternalApi {
  url: string
}

export type MirrorName = 'business-one' | 'akeneo' | 'store-api' | 'oms' | 'payment' | 'notify'
