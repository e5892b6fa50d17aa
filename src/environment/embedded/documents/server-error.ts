/** The codes of MongoDB that this server answers with, by their names. Names that begin with `Location` have none. */
export const errorCodes = {
  InternalError: 1,
  BadValue: 2,
  FailedToParse: 9,
  Unauthorized: 13,
  TypeMismatch: 14,
  InvalidLength: 16,
  ProtocolError: 17,
  AuthenticationFailed: 18,
  IllegalOperation: 20,
  NamespaceNotFound: 26,
  IndexNotFound: 27,
  PathNotViable: 28,
  ConflictingUpdateOperators: 40,
  CursorNotFound: 43,
  NamespaceExists: 48,
  DollarPrefixedFieldName: 52,
  InvalidIdField: 53,
  NotSingleValueField: 54,
  CommandNotFound: 59,
  ImmutableField: 66,
  CannotCreateIndex: 67,
  InvalidOptions: 72,
  InvalidNamespace: 73,
  IndexOptionsConflict: 85,
  IndexKeySpecsConflict: 86,
  CommandNotSupported: 115,
  NotAReplicaSet: 123,
  InvalidPipelineOperator: 168,
  CannotIndexParallelArrays: 171,
  MechanismUnavailable: 334,
  BSONObjectTooLarge: 10334,
  DuplicateKey: 11000,
  Location15947: 15947,
  Location15952: 15952,
  Location15955: 15955,
  Location15956: 15956,
  Location15958: 15958,
  Location15959: 15959,
  Location15976: 15976,
  Location15983: 15983,
  Location17276: 17276,
  Location28808: 28808,
  Location28810: 28810,
  Location28812: 28812,
  Location28818: 28818,
  Location31002: 31002,
  Location31249: 31249,
  Location31250: 31250,
  Location31253: 31253,
  Location31254: 31254,
  Location31325: 31325,
  Location40081: 40081,
  Location40156: 40156,
  Location40228: 40228,
  Location40231: 40231,
  Location40234: 40234,
  Location40235: 40235,
  Location40238: 40238,
  Location40323: 40323,
  Location40324: 40324,
  Location40353: 40353,
  Location40400: 40400,
  Location40415: 40415,
  Location40573: 40573,
  Location51024: 51024,
  Location51272: 51272,
} as const

export type ErrorName = keyof typeof errorCodes

/** What a command answers instead of a result. The message names fields and paths. */
export class ServerError extends Error {
  readonly codeName: ErrorName
  /** Put into the answer beside the code: `keyPattern` and `keyValue` of a duplicate key. */
  readonly details: Readonly<Record<string, unknown>>

  constructor(codeName: ErrorName, message: string, details: Record<string, unknown> = {}) {
    super(message)
    this.name = 'ServerError'
    this.codeName = codeName
    this.details = details
  }

  get code(): number {
    return errorCodes[this.codeName]
  }
}

/** For what a real server has and this one does not. */
export function notSupported(what: string): ServerError {
  return new ServerError('CommandNotSupported', `${what} is not supported by the embedded document server`)
}
