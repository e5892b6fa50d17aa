import { readFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { environmentError } from '../../../core/error.ts'

/** The user that the server runs as. */
export interface Account {
  uid: number
  gid: number
}

/** PostgreSQL refuses to run as root: then an unprivileged user of this machine stands in, else nobody needs to. */
export function unprivilegedAccount(): Account | undefined {
  if (userInfo().uid !== 0) return undefined
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  for (const wanted of ['postgres', 'nobody', 'daemon']) {
    const user = users.find(([name]) => name === wanted)
    if (user !== undefined && user[2] !== '0') return { uid: Number(user[2]), gid: Number(user[3]) }
  }
  throw environmentError({
    code: 'postgres.no-account',
    message: 'PostgreSQL does not run as root, and this machine has no user `postgres`, `nobody` or `daemon`',
    remedy: 'run standin as an ordinary user, or create a user `postgres`',
  })
}
