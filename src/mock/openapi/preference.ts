/** What a client wants of a mock, in the header `Prefer` (RFC 7240), with the names that Prism gave them. */
export interface Preference {
  /** `code=404` */
  code?: string
  /** `example=NAME` */
  example?: string
  /** `dynamic=true`: made-up data, even where there is an example. */
  dynamic: boolean
}

export function readPreference(header: string | undefined): Preference {
  const parts = (header ?? '').split(/[,;]/).map((part) => /^\s*([\w-]+)\s*=\s*"?([^"]*?)"?\s*$/.exec(part))
  const given = new Map(
    parts.flatMap((part) => (part === null ? [] : [[(part[1] ?? '').toLowerCase(), part[2] ?? '']])),
  )
  const code = given.get('code')
  const example = given.get('example')
  return {
    ...(code !== undefined && { code }),
    ...(example !== undefined && { example }),
    dynamic: given.get('dynamic') === 'true',
  }
}

/** Whether the client wants a certain answer, and not what the mock's own state would say. */
export function isParticular({ code, example, dynamic }: Preference): boolean {
  return code !== undefined || example !== undefined || dynamic
}
