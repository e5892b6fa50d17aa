/**
 * Whether a key looks like data that somebody put into a key: numbers, identifiers, addresses, sentences. Names of fields
 * are short words.
 */
export function looksLikeContent(key: string): boolean {
  return !/^[$_\p{L}][\p{L}\p{N}_$. -]{0,63}$/u.test(key) || /\d{4}/.test(key) || /^[0-9a-f-]{12,}$/i.test(key)
}

/** From how many different keys at one place on they are taken for data. */
export const manyKeys = 100
