import { expect, test } from 'vitest'
import { documentsFailed } from '../../../src/stores/mongodb/documents-failed.ts'
import { guarded } from '../../../src/stores/mongodb/transfer/transfer-failed.ts'

/** The driver passes these on when it writes in the moment between the server's end and its own notice of it. */
const socketErrors = ['EPIPE', 'ECONNRESET'].map((code) => Object.assign(new Error('a socket'), { code }))

test.each(socketErrors)('a connection that ends with $code is a matter of the environment', (error) => {
  const failed = documentsFailed('shop.article', error)
  expect(failed).toMatchObject({ kind: 'environment', code: 'documents.failed' })
  expect(failed.message).toBe('shop.article: the document server could not be reached')
})

test.each(socketErrors)('a transfer can go on after $code', async (error) => {
  const lost = guarded('source', 'shop.article', () => Promise.reject(error))
  await expect(lost).rejects.toMatchObject({
    kind: 'environment',
    code: 'source.lost',
    problems: [{ remedy: expect.stringContaining('--resume') }],
  })
})
