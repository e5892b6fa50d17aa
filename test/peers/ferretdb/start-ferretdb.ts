import { cp, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { laterPort } from '../../later-port.ts'
import { run } from '../run.ts'
import { type SpawnedServer, spawnServer } from '../spawn-server.ts'

const version = 'v1.24.2'

/** Builds FerretDB with Go, once for each cache. Gives the program. */
export async function buildFerretDb(cache: string): Promise<string> {
  const program = join(cache, `ferretdb-${version}`)
  if (await stat(program).catch(() => undefined)) return program
  const partial = `${program}.${process.pid}`
  await mkdir(partial, { recursive: true })
  try {
    const downloaded = await run('go', ['mod', 'download', '-json', `github.com/FerretDB/FerretDB@${version}`], partial)
    // The module lacks a file that a release is made with, and modules cannot be written to.
    const source = join(partial, 'source')
    await cp((JSON.parse(downloaded) as { Dir: string }).Dir, source, { recursive: true })
    await run('chmod', ['-R', 'u+w', source])
    await writeFile(join(source, 'build/version/version.txt'), version)
    const built = join(partial, 'ferretdb')
    await run('go', ['build', '-o', built, './cmd/ferretdb'], source, { ...process.env, CGO_ENABLED: '0' })
    await rename(built, program)
  } finally {
    await rm(partial, { recursive: true })
  }
  return program
}

/** A FerretDB on SQLite, on a port of the loopback address, with its data below `work`. */
export async function startFerretDb(program: string, work: string): Promise<SpawnedServer & { url: string }> {
  const port = await laterPort()
  const data = join(work, 'data')
  await mkdir(data, { recursive: true })
  const args = [
    ...[`--listen-addr=127.0.0.1:${port}`, '--debug-addr=-', '--telemetry=disable', '--log-level=error'],
    ...['--handler=sqlite', `--sqlite-url=file:${data}/`, `--state-dir=${work}`],
  ]
  const server = await spawnServer(port, work, program, args)
  return { ...server, url: `mongodb://127.0.0.1:${port}/` }
}
