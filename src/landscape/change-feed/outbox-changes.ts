import type { SqlStore } from '../../core/sql-store.ts'
import type { RowChange, RowChanges } from './row-change.ts'

interface OutboxRow extends Record<string, unknown> {
  id: number
  table: string
  op: RowChange['op']
  before: Record<string, string | null> | null
  after: Record<string, string | null> | null
}

/**
 * The changes as triggers write them into a table, in the transaction of the change. For servers without logical
 * decoding. A transaction that commits late comes late: changes of one row keep their order, since rows are locked.
 */
export async function outboxChanges(store: SqlStore, name: string, tables: readonly string[]): Promise<RowChanges> {
  const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`
  const outbox = quote(name)
  await store.script(`
    create table ${outbox} (id bigint generated always as identity primary key, "table" text, op text, before jsonb, after jsonb);
    create function ${outbox}() returns trigger language plpgsql as $$
    begin
      insert into ${outbox} ("table", op, before, after) values (tg_table_name,
        case tg_op when 'INSERT' then 'c' when 'UPDATE' then 'u' else 'd' end,
        case when tg_op = 'DELETE' then (select jsonb_object_agg(key, value) from jsonb_each_text(to_jsonb(old))) end,
        case when tg_op <> 'DELETE' then (select jsonb_object_agg(key, value) from jsonb_each_text(to_jsonb(new))) end);
      return null;
    end $$;
    ${tables.map((table) => `create trigger ${outbox} after insert or update or delete on ${quote(table)} for each row execute function ${outbox}();`).join('\n')}`)
  return {
    way: 'outbox',
    drain: (publish) =>
      store.transaction(async (session) => {
        const { rows } = await session.query<OutboxRow>(
          `select id, "table", op, before, after from ${outbox} order by id for update`,
        )
        if (rows.length === 0) return 0
        await publish(
          rows.map(({ id, table, op, before, after }) => ({
            table,
            op,
            before,
            after,
            position: String(id),
          })),
        )
        await session.query(`delete from ${outbox} where id = any($1)`, [rows.map(({ id }) => id)])
        return rows.length
      }),
    close: () =>
      store.script(
        `${tables.map((table) => `drop trigger ${outbox} on ${quote(table)};`).join('\n')} drop function ${outbox}(); drop table ${outbox}`,
      ),
  }
}
