import { isAbsolute, join, resolve } from 'node:path'

export interface CachePlace {
  env: Readonly<Record<string, string | undefined>>
  cwd: string
  home: string
  platform: string
  root: boolean
}

/**
 * Where initialized databases and compiled code are kept between runs: `STANDIN_CACHE_DIR`; for root /var/cache, which
 * the unprivileged user that runs the database can reach, as it cannot reach root's home; else where the platform has
 * its caches. Absolute.
 */
export function cacheDirectory({ env, cwd, home, platform, root }: CachePlace): string {
  const chosen = env.STANDIN_CACHE_DIR
  if (chosen !== undefined && chosen !== '') return resolve(cwd, chosen)
  if (root) return '/var/cache/standin'
  const shared = env.XDG_CACHE_HOME
  if (shared !== undefined && isAbsolute(shared)) return join(shared, 'standin')
  return platform === 'darwin' ? join(home, 'Library', 'Caches', 'standin') : join(home, '.cache', 'standin')
}
