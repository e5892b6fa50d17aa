import type { ResetServer } from './reset-server.ts'

/** A database that goes, or one that comes: from now on the name leads to it. */
export type Swap = { name: string; out: number } | { name: string; in: number }

/**
 * Lets names lead to other databases, all of them at one moment, and cuts off who is connected to those that go. From
 * then on nobody can do anything in them any more; their sessions need a little longer to be gone (`departed`).
 *
 * The names are changed in the catalog itself: `ALTER DATABASE … RENAME` would wait for connections to leave in steps of
 * 100 ms, and refuse who comes in between. All of it is one message to the server, since on a busy machine each answer
 * takes longer than the work.
 */
export async function swapDatabases(server: ResetServer, swaps: readonly Swap[]): Promise<void> {
  const out = swaps.flatMap((swap) => ('out' in swap ? [swap.out] : []))
  const going = out.map((oid) => `(${oid}::oid, ${literal(server.newName())})`)
  const coming = swaps.flatMap((swap) => ('in' in swap ? [`(${swap.in}::oid, ${literal(swap.name)})`] : []))
  await server.maintenance.script(`begin; ${rename(going, false)} ${rename(coming, true)} commit;
    select cut_off('{${out.join(',')}}')`)
}

/** Resolves when nobody is in these databases any more, and nothing waits for their changes. They must be closed. */
export async function departed({ maintenance }: ResetServer, oids: readonly number[]): Promise<void> {
  await maintenance.query('select wait_until_empty($1)', [oids])
}

function rename(pairs: readonly string[], open: boolean): string {
  if (pairs.length === 0) return ''
  return `update pg_database d set datname = pair.name, datallowconn = ${open}
    from (values ${pairs.join(', ')}) as pair(id, name) where d.oid = pair.id;`
}

function literal(name: string): string {
  return `'${name.replaceAll("'", "''")}'`
}

/**
 * What `swapDatabases` and `departed` call. Who was on the way in when the names changed holds a lock on the database
 * until he can be seen among the sessions.
 */
export const swapFunctions = `
  create function cut_off(gone oid[]) returns void language plpgsql as $$
  declare
    arriving boolean;
  begin
    loop
      arriving := exists (select from pg_locks
        where locktype = 'object' and classid = 'pg_database'::regclass and objid = any (gone));
      perform pg_stat_clear_snapshot();
      perform pg_terminate_backend(pid) from pg_stat_activity where datid = any (gone);
      exit when not arriving;
      perform pg_sleep(0.001);
    end loop;
  end $$;

  create function wait_until_empty(gone oid[]) returns void language plpgsql as $$
  begin
    loop
      perform pg_stat_clear_snapshot();
      perform pg_terminate_backend(pid) from pg_stat_activity where datid = any (gone);
      exit when not found;
      perform pg_sleep(0.002);
    end loop;
    perform pg_drop_replication_slot(slot_name) from pg_replication_slots where datoid = any (gone);
  end $$`
