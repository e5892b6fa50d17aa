/*
 * What standin.yaml may hold. These types are the source of schemas/standin.schema.json: after a change, run
 * `npm run schemas`. `${NAME}` reads the environment.
 */

/** The systems of one company. */
export interface LandscapeFile {
  /** The version of this format. */
  version: 1
  /** Marks a landscape whose stores may never be written to, whatever they are called. */
  environment?: EnvironmentKind
  /** Who runs the servers that mirrors keep their data on, where a `store` does not say it; `embedded` when nothing is said. */
  backend?: HostedBackend
  /** Whether containers are left for the next run, where a `store`, `container` or `log` does not say it; no when nothing is said. */
  reuse?: boolean
  /** The registry that images of containers are pulled from, instead of Docker Hub: `registry.example.com/mirror`. */
  registry?: string
  /** The fixture pack that the landscape starts with, unless a scenario names one. */
  pack?: string
  /**
   * By the name that scenarios use: a letter, then letters, digits and underscores. The systems that standin mirrors
   * (erp, pim, shop, oms, payment, promo, wms, hub, notify, broker, connector) are there whether they are named or not.
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
  /** What it runs in, when standin is to start it as a container. */
  container?: ContainerDeclaration
  /** Where its data is: of a mirror, while it runs; and for `standin clone` and `standin seed`. */
  store?: StoreDeclaration
  /** Of the broker: where its topics are while it runs; within standin when nothing is said. */
  log?: LogDeclaration
  /** An OpenAPI 3.0 or 3.1 document, in YAML or JSON: every request of a step and its answer are held against it. */
  contract?: string
}

export interface StoreDeclaration {
  /** What kind of server it is. */
  kind: 'postgres' | 'mongodb'
  /** Who runs the server that the mirror keeps its data on. */
  backend?: HostedBackend
  /** The image of the server, where it is a container. */
  image?: string
  /** Leave the container of the server for the next run, without the data. */
  reuse?: boolean
  /** The URL of the database that a clone reads, with user and password: `postgres://…`, `mongodb://…`. It is never written to. */
  source?: string
  /** The URL of the database that a clone or a seed replaces. */
  target?: string
  /**
   * The URL of a database that is there for tests: the mirror keeps its data in it while it runs, instead of in one that
   * standin starts.
   */
  url?: string
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

/** `embedded`: standin itself; `container`: a container engine, Docker for example. */
export type HostedBackend = 'embedded' | 'container'

/** A system that is started in a container with the landscape, and removed with it, unless it is reused. */
export interface ContainerDeclaration {
  /** With tag or digest, as `docker run` takes it. */
  image: string
  /**
   * The TCP ports that it listens on, within the container. Scenarios read the address of the first as `NAME.url`,
   * `NAME.host` and `NAME.port`, the ports of the others as `NAME.port9000`.
   * @minItems 1
   */
  ports: ContainerPort[]
  /** What the first port speaks; `http` when nothing is said. */
  protocol?: 'http' | 'tcp'
  /**
   * A fixed port on the loopback address for the first of `ports`; any free one when nothing is said.
   * @asType integer
   * @minimum 1
   * @maximum 65535
   */
  port?: number
  /** Its environment variables. */
  environment?: Record<string, string | number | boolean>
  /** Instead of what the image runs by itself. */
  command?: string[]
  /** When it counts as started. The image's own health check, else its listening ports, when nothing is said. */
  waitFor?: ContainerWait
  /** What it holds at the start. */
  seed?: ContainerSeed
  /** Leave it for the next run, as it is then; it is made anew when anything that is said here or a file of its seed changes. */
  reuse?: boolean
}

/**
 * @asType integer
 * @minimum 1
 * @maximum 65535
 */
export type ContainerPort = number

export interface ContainerWait {
  /** A text that a line of its log holds. */
  log?: string
  /** A path that answers without an error, or with `status`: `/health`. */
  http?: string
  /** One of `ports`: for `http` the one that is asked, the first when nothing is said; alone, the one that has to listen. */
  port?: ContainerPort
  /**
   * The status that `http` has to answer with.
   * @asType integer
   * @minimum 100
   * @maximum 599
   */
  status?: number
  /** How long it may take: `30s`; a minute when nothing is said. */
  within?: string
}

export interface ContainerSeed {
  /** Files and directories, by their paths beside standin.yaml; the value is the place within the container. */
  files?: Record<string, string>
  /** A program of the image that is run, with its arguments, once the container has started, and has to end with 0. */
  command?: string[]
}

/** A message broker for the topics of a run: somebody else's, or one in a container. */
export interface LogDeclaration {
  /** What kind of broker it is. */
  kind: 'kafka'
  /**
   * `HOST:PORT` of one or several of its brokers, with commas in between.
   * @pattern ^[^\s/,:]+:\d{1,5}(,[^\s/,:]+:\d{1,5})*$
   */
  url?: string
  /** Instead of a `url`: start it in a container. The landscape's `backend` when nothing is said. */
  backend?: 'container'
  /** The image of the broker, where it is in a container. */
  image?: string
  /** Leave its container for the next run, without the topics. */
  reuse?: boolean
  /** Whether it is spoken to by TLS. */
  tls?: boolean
  /** The path of the certificate, in PEM, of the authority that the brokers' certificates are held against. */
  ca?: string
  /** Who logs in, by SASL. */
  user?: string
  /** The password of that user; take it from the environment: `${NAME}`. */
  password?: string
  /** How: `PLAIN` when nothing is said. */
  mechanism?: 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512'
  /** Marks a broker that may never be written to. */
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
  /** Fixed credentials, for programs that are started elsewhere; made anew for each environment when nothing is said. */
  credentials?: Record<string, string>
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
  | 'baselinker'
  | 'notify'
  | 'broker'
  | 'connector'
