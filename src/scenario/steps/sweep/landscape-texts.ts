import type { DocumentStore } from '../../../core/document-store.ts'
import type { RunningLandscape } from '../../../core/landscape.ts'
import type { MessageLog } from '../../../core/message-log.ts'
import type { HeldTexts } from './held-texts.ts'
import { sqlTexts } from './sql-texts.ts'
import { textsIn } from './texts-in.ts'

/** Everything that the stores and the topics of a landscape hold. */
export async function* landscapeTexts({ systems, log }: RunningLandscape): AsyncGenerator<HeldTexts> {
  for (const { name, sql, documents } of systems.values()) {
    if (sql !== undefined) yield* sqlTexts(name, sql)
    if (documents !== undefined) yield* documentTexts(name, documents)
  }
  yield* topicTexts(log)
}

async function* documentTexts(system: string, store: DocumentStore): AsyncGenerator<HeldTexts> {
  for (const collection of (await store.collections()).sort())
    for (const document of await store.collection(collection).find({}))
      for (const [field, value] of Object.entries(plain(document)))
        yield { place: `${system}.${collection}.${field}`, texts: textsIn(value) }
}

/** ObjectIds and dates as their texts. */
function plain(document: object): Record<string, unknown> {
  return JSON.parse(JSON.stringify(document))
}

async function* topicTexts(log: MessageLog): AsyncGenerator<HeldTexts> {
  for (const { topic } of await log.topics()) {
    const messages = await log.read(topic)
    yield { place: `topic ${topic}`, texts: textsIn(messages.map(({ key, value, headers }) => [key, value, headers])) }
  }
}
