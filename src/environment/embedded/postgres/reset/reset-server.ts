import { constants, copyFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SqlStore } from '../../../../core/sql-store.ts'
import type { Account } from '../account.ts'
import { swapFunctions } from './swap.ts'

/** How a whole database is copied: sharing blocks where the file system can, else byte by byte. */
export type CopyMethod = 'clone' | 'copy'

/** A server whose databases can be put back, as seen from a database that nobody else uses. */
export interface ResetServer extends AsyncDisposable {
  maintenance: SqlStore
  dataDirectory: string
  account: Account | undefined
  connect(database: string): SqlStore
  copyMethod: CopyMethod
  /** A name that no database of the server has had. */
  newName(): string
  /** All databases go together soon: nothing more is made or dropped. */
  isEnding: boolean
}

export interface ResetServerOptions {
  dataDirectory: string
  account: Account | undefined
  connect(database: string): SqlStore
  /** A database of the server that can be connected to. */
  entrance: string
}

const ownDatabase = 'standin'

/** Copies are never open to anybody under such a name. */
const copyPrefix = 'standin~'

/*
 * The log of changes is kept for a while, since it says which blocks of large files have changed. Nobody but the server's
 * sessions and its checkpointer may keep files open, so that a file that was put back is opened anew.
 */
const settings = { wal_keep_size: '96MB', bgwriter_lru_maxpages: '0' }

/** Makes a database to work from, with what PostgreSQL brings to look at its buffers and its log. */
export async function openResetServer(options: ResetServerOptions): Promise<ResetServer> {
  const { dataDirectory, account, connect, entrance } = options
  const copyMethod = probe(dataDirectory)
  const opening = connect(entrance)
  try {
    await opening.query(`create database ${ownDatabase} strategy file_copy`)
  } finally {
    await opening.close()
  }
  const maintenance = connect(ownDatabase)
  try {
    for (const extension of ['pg_buffercache', 'pg_walinspect'])
      await maintenance.query(`create extension ${extension}`)
    await maintenance.script(swapFunctions)
    for (const [name, value] of Object.entries({ ...settings, file_copy_method: copyMethod }))
      await maintenance.query(`alter system set ${name} = '${value}'`)
    await maintenance.query('select pg_reload_conf()')
  } catch (thrown) {
    await maintenance.close()
    throw thrown
  }
  let copies = 0
  return {
    maintenance,
    dataDirectory,
    account,
    connect,
    copyMethod,
    isEnding: false,
    newName: () => `${copyPrefix}${++copies}`,
    [Symbol.asyncDispose]: () => maintenance.close(),
  }
}

/** Whether files below this directory can share blocks. */
function probe(directory: string): CopyMethod {
  const [from, to] = [join(directory, 'standin-probe'), join(directory, 'standin-probe-copy')]
  try {
    writeFileSync(from, 'probe')
    copyFileSync(from, to, constants.COPYFILE_FICLONE_FORCE)
    return 'clone'
  } catch {
    return 'copy'
  } finally {
    rmSync(from, { force: true })
    rmSync(to, { force: true })
  }
}
