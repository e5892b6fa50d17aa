import type { Template } from '../model.ts'

/** How a step's requests are sent. */
export interface HttpSettings {
  headers: Readonly<Record<string, Template>>
  followRedirects: boolean
  cookies: boolean
  auth?: HttpAuth
  tls?: HttpTls
  /** Bytes of an answer's body, unpacked. */
  maxBody: number
}

export type HttpAuth =
  | { kind: 'basic'; user: Template; password: Template }
  | { kind: 'bearer'; token: Template }
  | { kind: 'oauth'; tokenUrl: Template; clientId: Template; clientSecret: Template; scope?: Template }

export interface HttpTls {
  cert?: Template
  key?: Template
  ca?: Template
}

/** A request body that is a form. */
export type FormBody =
  | { kind: 'form'; fields: Template }
  | { kind: 'multipart'; fields: Readonly<Record<string, Template>>; files: readonly FilePart[] }

export interface FilePart {
  field: string
  file: Template
  name?: Template
  type?: Template
}
