import { type HttpHandler, HttpResponse } from 'msw'
import type { Clock } from '../../core/clock.ts'
import type { SqlStore } from '../../core/sql-store.ts'
import { objectField } from '../fields.ts'
import { Refusal } from '../refusal.ts'
import type { ApiCall, Route } from '../routes.ts'

/** How far each synchronization has come, kept for whoever runs it. */
export const watermarkTable = `
create table watermark (
  flow text primary key,
  position jsonb not null,
  updated_at timestamptz not null default now()
);`

export function watermarkRoutes(
  route: Route,
  authorize: (call: ApiCall) => void,
  store: SqlStore,
  clock: Clock,
): HttpHandler[] {
  return [
    route('get', '/watermarks/:flow', async (call) => {
      authorize(call)
      const { flow } = call.params
      const { rows } = await store.query('select flow, position from watermark where flow = $1', [flow])
      if (rows[0] === undefined) throw new Refusal(404, 'not-found', 'nothing is known of this flow')
      return HttpResponse.json(rows[0])
    }),
    route('put', '/watermarks/:flow', async (call) => {
      authorize(call)
      const { flow } = call.params
      const position = objectField(await call.json(), 'position')
      await store.query(
        `insert into watermark (flow, position, updated_at) values ($1, $2, $3)
         on conflict (flow) do update set position = excluded.position, updated_at = excluded.updated_at`,
        [flow, JSON.stringify(position), new Date(clock.now())],
      )
      return HttpResponse.json({ flow, position })
    }),
  ]
}
