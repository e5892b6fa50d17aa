/*
 * What standin.yaml may hold. These types are the source of schemas/standin.schema.json: after a change, run
 * `npm run schemas`. `${NAME}` reads the environment.
 */

/** The systems of one company. */
export interface LandscapeFile {
  /** The version of this format. */
  version: 1
  /** Marks a landscape whose stores may never be written to by a clone, whatever they are called. */
  environment?: EnvironmentKind
  /** The fixture pack that the landscape starts with, unless a scenario names one. */
  pack?: string
  /**
   * By the name that scenarios use: a letter, then letters, digits and underscores. The systems that standin mirrors
   * (erp, pim, shop, oms, payment, promo, wms, notify, broker, connector) are there whether they are named or not.
   */
  systems: Record<string, SystemDeclaration>
  /** What the messages of topics are held against. */
  topics?: Record<string, TopicDeclaration>
  /** Defects of the reference connector that are switched on. */
  defects?: string[]
}

export interface SystemDeclaration {
  /**
   * Who serves its API. For a system that standin mirrors, the mirror when nothing is said; a system that is there for
   * its store alone needs none.
   */
  api?: MirroredApi | ExternalApi | TcpApi
  /** Where its data is, for `standin clone` and `standin seed`. */
  store?: StoreDeclaration
  /** An OpenAPI 3.0 or 3.1 document, in YAML or JSON: every request of a step and its answer are held against it. */
  contract?: string
}

export interface StoreDeclaration {
  /** What kind of server it is. */
  kind: 'postgres' | 'mongodb'
  /** The URL of the database that a clone reads, with user and password: `postgres://…`, `mongodb://…`. It is never written to. */
  source?: string
  /** The URL of the database that a clone or a seed replaces. */
  target?: string
  /** The database, where a MongoDB URL does not name it. */
  database?: string
  /**
   * How many documents of each MongoDB collection are looked at to learn its paths; 1000 when nothing is said.
   * @asType integer
   * @minimum 1
   */
  sample?: number
  /** Marks a store that may never be written to, whatever its URL is called. */
  environment?: EnvironmentKind
}

export type EnvironmentKind = 'production' | 'test'

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

export type MirrorName =
  | 'business-one'
  | 'akeneo'
  | 'store-api'
  | 'oms'
  | 'payment'
  | 'promo'
  | 'wms'
  | 'notify'
  | 'broker'
  | 'connector'
