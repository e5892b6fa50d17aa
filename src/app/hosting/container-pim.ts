import { openAll } from '../../core/disposal.ts'
import { images } from '../../environment/container/image-name.ts'
import { connectDocumentStore } from '../../stores/mongodb/document-store.ts'
import { fillPim } from './fill-pim.ts'
import type { PimBackend } from './pim-backend.ts'
import { isReused } from './store-place.ts'

const database = 'pim'

/** A MongoDB in a container. */
export const containerPim: PimBackend = ({ containers, file, pack, isEmpty, newSecret }) =>
  openAll(async (opened) => {
    const { startMongodbContainer } = await import('../../environment/container/mongodb-container.ts')
    const image = file.systems.pim?.store?.image ?? images.mongodb
    const reuse = isReused(file, file.systems.pim?.store)
    const options = { image, database, password: newSecret(), answers, reuse, empty }
    const { url } = opened.use(await startMongodbContainer(await containers(), options))
    const store = connectDocumentStore(url, database)
    opened.defer(store.close)
    await fillPim(store, isEmpty ? undefined : pack)
    return { store, url, [Symbol.asyncDispose]: opened.dispose }
  })

async function answers(url: string): Promise<boolean> {
  const store = connectDocumentStore(url, database)
  try {
    await store.collection('product').find({}, { limit: 1 })
    return true
  } catch {
    return false
  } finally {
    await store.close()
  }
}

async function empty(url: string): Promise<void> {
  const store = connectDocumentStore(url, database)
  try {
    for (const collection of await store.collections()) await store.drop(collection)
  } finally {
    await store.close()
  }
}
