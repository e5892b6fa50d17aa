/*
 * What standin.yaml may hold. These types are the source of schemas/standin.schema.json: after a change, run
 * `npm run schemas`. `${NAME}` reads the environment.
 */

/** The systems of one company. */
export interface LandscapeFile {
  /** The version of this format. */
  version: 1
  /** The fixture pack that the landscape starts with, unless a scenario names one. */
  pack?: string
  /**
   * By the name that scenarios use: a letter, then letters, digits and underscores. The systems that standin mirrors
   * (erp, pim, shop, oms, payment, notify) are there whether they are named or not.
   */
  systems: Record<string, SystemDeclaration>
  /** What the messages of topics are held against. */
  topics?: Record<string, TopicDeclaration>
  /** Defects of the reference connector that are switched on. */
  defects?: string[]
}

export interface SystemDeclaration {
  /** Who serves its API. */
  api: MirroredApi | ExternalApi | TcpApi
  /** An OpenAPI 3.0 or 3.1 document, in YAML or JSON: every request of a step and its answer are held against it. */
  contract?: string
}

export interface TopicDeclaration {
  /** A JSON Schema, in YAML or JSON, for the values of its messages. */
  schema: string
}

/** standin serves the API itself, over its own seeded store. */
export interface MirroredApi {
  /** The system that standin stands in for. */
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
  /** The base of its URLs, without a slash at the end. */
  url: string
}

/** Somebody else serves it over TCP, in a protocol of its own: `${{ NAME.host }}` and `${{ NAME.port }}`. */
export interface TcpApi {
  /**
   * `HOST:PORT`
   * @pattern ^[^\s/]+:\d{1,5}$
   */
  tcp: string
}

export type MirrorName = 'business-one' | 'akeneo' | 'store-api' | 'oms' | 'payment' | 'notify'
