import { type HttpHandler, http } from 'msw'

/** Handlers that give every request to one function. */
export function handlersOf(answer: (request: Request) => Promise<Response>): HttpHandler[] {
  return [http.all('*', ({ request }) => answer(request))]
}
