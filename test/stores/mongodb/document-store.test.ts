import { expect, test } from 'vitest'
import { startDocumentServer } from '../../../src/environment/embedded/documents/document-server.ts'
import { connectDocumentStore } from '../../../src/stores/mongodb/document-store.ts'

const account = { user: 'tester', password: 'right', now: () => 0 }

/** What a first find ends with. */
async function failureOf(url: string): Promise<unknown> {
  const store = connectDocumentStore(url, 'shop')
  try {
    return await store.collection('article').find({})
  } catch (thrown) {
    return thrown
  } finally {
    await store.close()
  }
}

test('a server that cannot be reached is a matter of the environment', async () => {
  const server = await startDocumentServer(account)
  await server.close()
  const failed = await failureOf(`${server.url('shop')}&serverSelectionTimeoutMS=200`)
  expect(failed).toMatchObject({ kind: 'environment', code: 'documents.failed' })
  expect(failed).toMatchObject({ problems: [{ remedy: expect.any(String) }] })
  expect((failed as Error).message).toContain('shop.article')
})

test('a wrong password is told with the code of the server, without the password', async () => {
  await using server = await startDocumentServer(account)
  const failed = await failureOf(server.url('shop').replace('right', 'wrong'))
  expect(failed).toMatchObject({ kind: 'environment', code: 'documents.failed' })
  expect((failed as Error).message).toContain('18 AuthenticationFailed')
  expect((failed as Error).message).not.toContain('wrong')
})
