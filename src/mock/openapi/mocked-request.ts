import type { Json } from '../../core/json.ts'

/** A request as a mock looks at it. */
export interface MockedRequest {
  /** In upper case. */
  method: string
  url: URL
  /** By names in lower case. */
  headers: Readonly<Record<string, string>>
  /** The value of a JSON body, else its text; nothing when there is none. */
  body?: Json
  /** What the body was declared as JSON for, and is not. */
  malformed?: string
}

export async function readRequest(request: Request): Promise<MockedRequest> {
  const headers = Object.fromEntries(request.headers)
  const url = new URL(request.url)
  const text = await request.text()
  const read = { method: request.method, url, headers }
  if (text === '') return read
  if (!/[/+]json\b/i.test(headers['content-type'] ?? '')) return { ...read, body: text }
  try {
    return { ...read, body: JSON.parse(text) as Json }
  } catch {
    return { ...read, malformed: 'is no JSON' }
  }
}
