import type { HttpHandler } from 'msw'
import type { SqlStore } from '../../core/sql-store.ts'
import { Refusal } from '../refusal.ts'
import type { ApiCall, Route } from '../routes.ts'

/**
 * Every change of a condition has a number, and what was deleted leaves its key and number behind, whoever changes it and
 * by whatever way.
 */
export const specialPriceChangeTables = `
create index special_price_change_number on special_price (change_number);

create table special_price_deleted (
  card_code text not null,
  item_code text not null,
  quantity_from int not null,
  valid_from date not null,
  currency text not null,
  change_number bigint not null,
  primary key (card_code, item_code, quantity_from, valid_from)
);
create index special_price_deleted_change_number on special_price_deleted (change_number);

create function number_special_price_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or (old.card_code, old.item_code, old.quantity_from, old.valid_from, old.currency)
    is distinct from (new.card_code, new.item_code, new.quantity_from, new.valid_from, new.currency) then
    insert into special_price_deleted
    values (old.card_code, old.item_code, old.quantity_from, old.valid_from, old.currency, nextval('special_price_change'))
    on conflict (card_code, item_code, quantity_from, valid_from)
    do update set currency = excluded.currency, change_number = excluded.change_number;
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  new.change_number := nextval('special_price_change');
  return new;
end $$;
create trigger special_price_change before update or delete on special_price
  for each row execute function number_special_price_change();
`

interface Page extends Record<string, unknown> {
  lines: string | null
  last: number | null
  count: number
}

const usualLimit = 20_000
const largestLimit = 50_000

/**
 * All conditions that changed behind a position, in the order of their changes, one a line. Nothing that is still being
 * written is passed over: an answer goes as far as everything before it is committed.
 */
export function specialPriceExchange(
  route: Route,
  store: SqlStore,
  requireSession: (call: ApiCall) => void,
): HttpHandler[] {
  return [
    route('get', '/b1s/v2/exchange/special-prices', async (call) => {
      requireSession(call)
      const after = countParameter(call, 'after', 0)
      const limit = countParameter(call, 'limit', usualLimit)
      if (limit < 1 || limit > largestLimit)
        throw new Refusal(400, '201', `Query string error - limit must be from 1 to ${largestLimit}`)
      const end = await settledEnd(store)
      if (after > end) throw new Refusal(410, '-2028', 'This database is not as far as that: begin at 0')
      const { lines, last, count } = await readPage(store, after, end, limit)
      const more = count === limit
      return new Response(lines, {
        headers: {
          'content-type': 'application/x-ndjson',
          'x-position': String(more ? last : end),
          'x-more': String(more),
        },
      })
    }),
  ]
}

/**
 * The number up to which every change is committed or will never be. A writer takes numbers while it holds the table, so
 * that the lock waits for all that have any.
 */
function settledEnd(store: SqlStore): Promise<number> {
  return store.transaction(async (session) => {
    await session.query('lock table special_price in share mode')
    const { rows } = await session.query<{ end: number }>(
      'select case when is_called then last_value else 0 end as end from special_price_change',
    )
    return rows[0]?.end ?? 0
  })
}

async function readPage(store: SqlStore, after: number, end: number, limit: number): Promise<Page> {
  const between = 'where change_number > $1 and change_number <= $2 order by change_number limit $3'
  const { rows } = await store.query<Page>(
    `select string_agg(line, e'\\n' order by change_number) || e'\\n' as lines, max(change_number) as last,
       count(*)::int as count
     from (
       (select change_number, concat('{"CardCode":', to_json(card_code), ',"ItemCode":', to_json(item_code),
          ',"QuantityFrom":', quantity_from, ',"ValidFrom":"', valid_from, '","ValidTo":',
          coalesce('"' || valid_to || '"', 'null'), ',"Price":"', price, '","DiscountPercent":"', discount,
          '","Currency":', to_json(currency), '}') as line
        from special_price ${between})
       union all
       (select change_number, json_build_object('CardCode', card_code, 'ItemCode', item_code, 'QuantityFrom',
          quantity_from, 'ValidFrom', valid_from, 'Currency', currency, 'Deleted', true)::text
        from special_price_deleted ${between})
       order by change_number limit $3
     ) as page`,
    [after, end, limit],
  )
  return rows[0] as Page
}

function countParameter({ url }: ApiCall, name: string, otherwise: number): number {
  const text = url.searchParams.get(name)
  if (text === null) return otherwise
  if (!/^\d{1,15}$/.test(text)) throw new Refusal(400, '201', `Query string error - Invalid ${name}`)
  return Number(text)
}
