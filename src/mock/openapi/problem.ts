import type { ContractViolation } from '../../openapi/check-content.ts'

const mostViolations = 20

/** An error as RFC 9457 writes it. */
export function problem(status: number, detail: string, more: object = {}): Response {
  return Response.json({ status, detail, ...more }, { status, headers: { 'content-type': 'application/problem+json' } })
}

/** What is wrong with a request, each with its place in the request and in the document. */
export function refusedRequest(violations: readonly ContractViolation[]): Response {
  const [first] = violations
  const unsupported = violations.length === 1 && first?.message.startsWith('has the content type')
  const shown = violations.slice(0, mostViolations).map(({ part, path, message, pointer }) => ({
    part,
    path,
    message,
    pointer,
  }))
  const sentence =
    first === undefined ? '' : `${first.part}${first.path === '$' ? '' : `: ${first.path}`} ${first.message}`
  return problem(unsupported ? 415 : 422, sentence, { violations: shown })
}
