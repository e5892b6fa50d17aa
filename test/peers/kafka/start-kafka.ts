import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { laterPort } from '../../later-port.ts'
import { run } from '../run.ts'
import { type SpawnedServer, spawnServer } from '../spawn-server.ts'

export interface StartedKafka extends SpawnedServer {
  address: string
}

/** What the listeners are, by the ports that they are to have. */
type Listeners = (port: number, controller: number) => readonly string[]

const version = '4.1.2'
const directory = fileURLToPath(new URL('.', import.meta.url))

/** Fetches Apache Kafka from Maven Central, once for each cache. Gives the folder of its archives. */
export async function fetchKafka(cache: string): Promise<string> {
  const libraries = join(cache, `kafka-${version}`)
  if (await stat(libraries).catch(() => undefined)) return libraries
  const partial = `${libraries}.${process.pid}`
  await mkdir(cache, { recursive: true })
  const args = ['-q', '-B', '-f', join(directory, 'pom.xml'), 'dependency:copy-dependencies', '-DincludeScope=runtime']
  await run('mvn', [...args, `-DoutputDirectory=${partial}`, `-Dkafka.version=${version}`])
  await rename(partial, libraries).catch(() => rm(partial, { recursive: true }))
  return libraries
}

/** One broker that is its own controller (KRaft), on ports of the loopback address, with its data below `work`. */
export async function startKafka(
  libraries: string,
  work: string,
  listeners: Listeners = plainly,
): Promise<StartedKafka> {
  const [port, controller] = [await laterPort(), await laterPort()]
  const file = join(work, 'server.properties')
  await mkdir(work, { recursive: true })
  await writeFile(file, [...properties(controller, join(work, 'data')), ...listeners(port, controller)].join('\n'))
  const java = ['-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-cp', join(libraries, '*')]
  await run('java', [...java, 'kafka.tools.StorageTool', 'format', '-t', 'MkU3OEVBNTcwNTJENDM2Qg', '-c', file], work)
  const server = await spawnServer(port, work, 'java', [...java, 'kafka.Kafka', file])
  return { ...server, address: `127.0.0.1:${port}` }
}

function properties(controller: number, data: string): string[] {
  return [
    'process.roles=broker,controller',
    'node.id=1',
    `controller.quorum.voters=1@127.0.0.1:${controller}`,
    'controller.listener.names=CONTROLLER',
    `log.dirs=${data}`,
    'offsets.topic.num.partitions=4',
    'offsets.topic.replication.factor=1',
    'transaction.state.log.num.partitions=4',
    'transaction.state.log.replication.factor=1',
    'transaction.state.log.min.isr=1',
    'group.initial.rebalance.delay.ms=0',
    'auto.create.topics.enable=false',
  ]
}

function plainly(port: number, controller: number): string[] {
  return [
    `listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}`,
    'listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
  ]
}
