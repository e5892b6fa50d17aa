import { allStarted, openAll } from '../../core/disposal.ts'
import { images } from '../../environment/container/image-name.ts'
import type { SqlSystemName } from '../../landscape/systems.ts'
import { connectDatabase } from './connect-database.ts'
import { databaseContent, emptyDatabases } from './database-content.ts'
import type { SqlBackend } from './sql-backend.ts'
import { isReused } from './store-place.ts'

/** One PostgreSQL in a container for each image that the systems name, those that are reused apart from others. */
export const containerDatabases: SqlBackend = (systems, { containers, file, pack, isEmpty, newSecret }) =>
  openAll(async (opened) => {
    const { startPostgresContainer } = await import('../../environment/container/postgres-container.ts')
    const host = await containers()
    const wanted = (system: SqlSystemName): { image: string; reuse: boolean } => ({
      image: file.systems[system]?.store?.image ?? images.postgres,
      reuse: isReused(file, file.systems[system]?.store),
    })
    const groups = [...Map.groupBy(systems, (system) => JSON.stringify(wanted(system))).values()]
    const servers = await allStarted(
      groups.map(async (own, index) => {
        const { image, reuse } = wanted(own[0] as SqlSystemName)
        const content = isEmpty ? emptyDatabases(own) : databaseContent(pack, own)
        const name = index === 0 ? 'postgres-store' : `postgres-store-${index + 1}`
        const options = { name, image, content, connect: connectDatabase, password: newSecret(), reuse }
        const server = opened.use(await startPostgresContainer(host, options))
        return own.map((system) => [system, server.url(system)] as const)
      }),
    )
    const urls = Object.fromEntries(servers.flat()) as Record<SqlSystemName, string>
    return { url: (system) => urls[system], [Symbol.asyncDispose]: opened.dispose }
  })
