import { scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify(scrypt) as (
  password: string,
  salt: Buffer,
  length: number,
  options: { N: number; r: number; p: number },
) => Promise<Buffer>

/** Checks a password against `scrypt$SALT$HASH` (RFC 7914, N = 1024, r = 8, p = 1; both parts hexadecimal). */
export async function passwordMatches(password: string, stored: string | null): Promise<boolean> {
  const [scheme, salt, hash] = (stored ?? '').split('$')
  if (scheme !== 'scrypt' || salt === undefined || hash === undefined) return false
  const expected = Buffer.from(hash, 'hex')
  const actual = await derive(password, Buffer.from(salt, 'hex'), expected.length, { N: 1024, r: 8, p: 1 })
  return expected.length > 0 && timingSafeEqual(actual, expected)
}
