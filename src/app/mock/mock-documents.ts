import { basename } from 'node:path'
import type { MockedApi } from '../../mock/mocked-api.ts'
import { documentMock, titleOf } from '../../mock/openapi/document-mock.ts'
import type { OpenApiDocument } from '../../openapi/openapi-document.ts'
import { type MockGround, serveMock } from './mock-ground.ts'

/** Serves OpenAPI documents, each on a port of its own; `first` is the number of the first one. */
export async function mockDocuments(
  documents: readonly OpenApiDocument[],
  first: number,
  stateless: boolean,
  ground: MockGround,
): Promise<MockedApi[]> {
  const apis: MockedApi[] = []
  const names = namesFor(documents.map(({ file }) => file))
  for (const [index, document] of documents.entries()) {
    const name = names[index] ?? document.file
    const mock = documentMock(document, { seed: ground.disturbance.seed, stateless })
    const url = await serveMock(name, first + index, mock.answer, ground)
    apis.push({
      name,
      kind: 'document',
      title: titleOf(document),
      url,
      credentials: {},
      contents: async () => Object.entries(mock.counts()).map(([path, count]) => ({ name: path, count })),
    })
  }
  return apis
}

/** The names of the files without what they end in; the whole path where two are the same. */
function namesFor(files: readonly string[]): string[] {
  const short = files.map((file) => basename(file).replace(/(\.openapi)?\.(ya?ml|json)$/i, ''))
  return short.map((name, index) => (short.indexOf(name) === short.lastIndexOf(name) ? name : (files[index] ?? name)))
}
