import type { CheckedStep } from '../format.ts'

/** How requests are sent: for all steps of a scenario in its `http` section, or for one step. */
export interface HttpSettings {
  /** Headers of the request; the correlation id is added. */
  headers?: Record<string, string>
  /** `manual`, the default, takes a redirect as the answer; `follow` goes on, and the answer keeps the chain. */
  redirects?: 'follow' | 'manual'
  /** Keeps the cookies that answers set, and sends them back. Each line of steps has its own. */
  cookies?: boolean
  /** How the request is authorized. */
  auth?: HttpAuth
  tls?: HttpTls
  /** The largest body of an answer that is read, unpacked; 10MB when nothing is said, at most 256MB. */
  maxBody?: SizeText
}

/**
 * A size: `500kB`, `20MB`.
 * @pattern ^\d+(kB|MB)$
 */
export type SizeText = string

export type HttpAuth = BasicAuth | BearerAuth | OAuthAuth

export interface BasicAuth {
  /** A name and a password (RFC 7617). */
  basic: {
    /** The name. */
    user: string
    /** The password. */
    password: string
  }
}

export interface BearerAuth {
  /** The token. */
  bearer: string
}

/** A token by OAuth 2.0 client credentials, fetched once in a run, and again when it has expired or is refused. */
export interface OAuthAuth {
  /** A token for the client's own credentials (RFC 6749, 4.4), asked for once. */
  oauth: {
    /** Where the token is asked for. */
    tokenUrl: string
    /** The client. */
    clientId: string
    /** Its secret. */
    clientSecret: string
    /** What the token is wanted for, separated by blanks. */
    scope?: string
  }
}

/** PEM files, relative to the scenario's file. */
export interface HttpTls {
  /** The client's certificate, and those between it and the authority. */
  cert?: string
  /** The key of the certificate. */
  key?: string
  /** The authorities that are trusted, instead of the public ones. */
  ca?: string
}

export interface Multipart {
  /** Values by the name of their field. */
  fields?: Record<string, string | number | boolean>
  /** Files by the name of their field, relative to the scenario's file. */
  files?: Record<string, string | MultipartFile>
}

export interface MultipartFile {
  /** The path, relative to the scenario's file. */
  file: string
  /** The name that the receiver is told; the file's own when nothing is said. */
  name?: string
  /** The content type; `application/octet-stream` when nothing is said. */
  type?: string
}

/** Asks a GraphQL endpoint. The answer is `{ status, headers, data, errors }`. */
export interface GraphQlStep extends CheckedStep {
  /** The request. */
  graphql: GraphQlRequest
}

export interface GraphQlRequest extends HttpSettings {
  /** The URL of the endpoint. */
  url: string
  /** The document: a query, a mutation, or several with `operationName`. */
  query: string
  /** The values of its variables. */
  variables?: Record<string, unknown>
  /** Which operation of the document runs. */
  operationName?: string
}

/** Calls a SOAP operation. The answer is `{ status, headers, body, xml }`, with `fault` when there is one. */
export interface SoapStep extends CheckedStep {
  /** The request. */
  soap: SoapRequest
}

export interface SoapRequest extends HttpSettings {
  /** The URL of the endpoint. */
  url: string
  /** The SOAP action; the one of the WSDL's operation when nothing is said. */
  action?: string
  /** The version of SOAP; 1.1 when nothing is said. */
  version?: '1.1' | '1.2'
  /** A WSDL file, relative to the scenario's file. The body is checked against the schema in it. */
  wsdl?: string
  /** The operation of the WSDL that the body must be of. */
  operation?: string
  /** The namespace of a body that is a tree, where no WSDL gives it. */
  namespace?: string
  /** The content of the envelope's body: XML as text, or a tree with the name of the element at its root. */
  body: string | Record<string, unknown>
}
