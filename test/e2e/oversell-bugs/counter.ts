import { type Answer, type Served, serve } from '../../scenario/trial.ts'

interface Shelf {
  onHand: number
  sold: number
  /** What the cache says; nothing when it was emptied. */
  cached?: number
}

/**
 * A small shop with two real bugs: a checkout looks at the stock when it begins and never again (check-then-act), and
 * whoever fills the cache may store what was read before an order emptied it (stale read). Each run has its own shelf.
 */
export function counter(): Promise<Served> {
  const shelves = new Map<string, Shelf>()
  return serve((request, body) => {
    const [, run = '', action = '', , last] = (request.url ?? '').split('/')
    const given = body === '' ? {} : (JSON.parse(body) as Record<string, number>)
    if (request.method === 'PUT' && action === '') {
      shelves.set(run, { onHand: given.onHand ?? 0, sold: 0 })
      return { status: 201 }
    }
    const shelf = shelves.get(run)
    return shelf === undefined ? { status: 404 } : answer(shelf, `${request.method} ${last ?? action}`, given)
  })
}

function answer(shelf: Shelf, call: string, given: Record<string, number>): Answer {
  const left = shelf.onHand - shelf.sold
  switch (call) {
    case 'GET ':
      return { body: { onHand: shelf.onHand, sold: shelf.sold } }
    case 'POST checkouts':
      return { status: left > 0 ? 201 : 409, body: { id: '1' } }
    case 'POST pay':
      shelf.sold++
      return { status: 201 }
    case 'GET origin':
      return { body: { left } }
    case 'PUT cache':
      shelf.cached = given.left ?? 0
      return { status: 204 }
    case 'POST orders':
      if ((shelf.cached ?? left) < 1) return { status: 409 }
      shelf.sold++
      delete shelf.cached
      return { status: 201 }
    default:
      return { status: 404 }
  }
}
