import { StandinError } from '../../core/error.ts'
import type { Json } from '../../core/json.ts'

const largest = 10 * 1024 * 1024

/**
 * The body of an answer: JSON where the content type says so and it is, text otherwise, `null` when there is none.
 * Throws `http.body-too-large` above 10 MB.
 */
export async function readBody(response: Response): Promise<Json> {
  const text = await readText(response)
  if (text === '') return null
  if (!/[/+]json\b/i.test(response.headers.get('content-type') ?? '')) return text
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}

async function readText(response: Response): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    if (size > largest) {
      throw new StandinError('finding', {
        code: 'http.body-too-large',
        message: 'the answer is larger than the 10 MB that a step reads',
      })
    }
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}
