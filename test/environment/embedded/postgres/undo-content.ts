import type { SqlStore } from '../../../../src/core/sql-store.ts'

/** Tables with whatever makes it hard to give rows back. */
export const landscape = `
  create extension amcheck;
  create type place as (street text, zip text);
  create table item (id int primary key, quantity int not null check (quantity >= 0), name text not null unique,
    twice int generated always as (2 * quantity) stored);
  insert into item select n, n % 100, 'item ' || n || repeat('.', 60) from generate_series(1, 3000) n;
  create table line (id bigint generated always as identity primary key, item int not null references item on delete cascade);
  insert into line (item) select n from generate_series(1, 200) n;
  create table note (text text, at place, list text[], data jsonb, amount double precision);
  insert into note select repeat(md5((n % 20)::text), 100), row('a "b", (c)', null)::place, array['x', null, E'tab\\t'],
    '{"n": 1.0}', 'NaN' from generate_series(1, 60) n;
  insert into note values (null, null, '{}', 'null', '-0'), ('', row(null, null)::place, null, null, 1e-300);
  insert into note (text) values (null), (null);
  create table "Odd ""name""" ("select" int, "item" item);
  insert into "Odd ""name""" values (1, (1, 1, 'x', 2)), (1, (1, 1, 'x', 2)), (null, null);
  create unlogged table scratch (id int primary key, text text);
  insert into scratch select n, repeat('s', 400) from generate_series(1, 300) n;
  create table part (id int, day date) partition by range (day);
  create table part_1 partition of part for values from ('2026-01-01') to ('2026-07-01');
  create table part_2 partition of part default;
  insert into part select n, '2026-02-01' from generate_series(1, 100) n;
  create table parent (id int);
  create table child (more text) inherits (parent);
  insert into parent values (1); insert into child values (2, 'm');
  create table nothing ();
  insert into nothing default values;
  create sequence number start 1000;
  create materialized view total as select sum(quantity) as quantity from item;
  create materialized view above as select quantity + 1 as quantity from total;
  create table audit (at timestamptz default clock_timestamp());
  create function audited() returns trigger language plpgsql as $$ begin insert into audit default values; return new; end $$;
  create trigger ordinary after insert or update on item for each row execute function audited();
  create trigger always after insert or update or delete on line execute function audited();
  alter table line enable always trigger always;
  select lo_from_bytea(4711, 'large object')`

/** What programs do to rows. Each can be done after each other. */
export const rowChanges: readonly string[] = [
  `update item set quantity = quantity + 1 where id % 997 = 3`,
  `update item set quantity = quantity + 1`,
  `delete from item where id = 7`,
  `delete from item`,
  `insert into item select n, 1, 'new ' || n from generate_series(20000, 21000) n`,
  `insert into line (item) select id from item limit 3`,
  `truncate note`,
  `delete from note where text is null`,
  `insert into note select * from note`,
  `update note set list = list || array['more'], amount = 0, data = '{}'`,
  `update "Odd ""name""" set "select" = 2`,
  `update scratch set text = 'changed' where id % 100 = 1`,
  `truncate scratch, audit`,
  `update part set day = '2027-01-01' where id < 50`,
  `update parent set id = 3`,
  `delete from nothing`,
  `insert into nothing default values`,
  `select nextval('number'), nextval('number'); select setval('number', 5000)`,
  `truncate line restart identity; insert into line (item) select min(id) from item having count(*) > 0`,
  `delete from item where id < 100; refresh materialized view total; refresh materialized view above`,
  `select lo_put(4711, 0, 'LARGE OBJECT') where exists (select from pg_largeobject_metadata); select lo_from_bytea(0, 'more')`,
  `select lo_unlink(oid) from pg_largeobject_metadata`,
  `vacuum full item`,
  `vacuum (freeze, analyze)`,
  `reindex table item`,
]

interface DefinitionChange {
  change: string
  /** What the refusal calls it. */
  said: string
}

/** What is more than rows. */
export const definitionChanges: readonly [about: string, changes: readonly DefinitionChange[]][] = [
  [
    'tables',
    [
      { change: `create table extra ()`, said: 'table extra' },
      { change: `drop table note`, said: 'table note' },
      { change: `alter table item add column more text`, said: 'table item' },
      { change: `alter table part alter column id type bigint`, said: 'table part' },
    ],
  ],
  [
    'what belongs to them',
    [
      { change: `alter table line disable trigger always`, said: 'table line' },
      { change: `create index on item (quantity)`, said: 'index item_quantity_idx' },
      { change: `alter table line drop constraint line_item_fkey`, said: 'table line' },
    ],
  ],
  [
    'what stands beside them',
    [
      { change: `drop materialized view above`, said: 'materialized view above' },
      {
        change: `create or replace function audited() returns trigger language plpgsql as $$ begin return new; end $$`,
        said: 'function audited()',
      },
      {
        change: `do $$ begin execute 'alter database ' || current_database() || ' set work_mem = 1024'; end $$`,
        said: 'the settings of the database',
      },
    ],
  ],
]

/** All rows in their order, by table, and the positions of all sequences. */
export async function rows(store: SqlStore): Promise<unknown> {
  const { rows: tables } = await store.query<{ name: string }>(
    `select oid::regclass::text as name from pg_class where relkind in ('r', 'm') and oid >= 16384
       and relnamespace = 'public'::regnamespace union all values ('pg_largeobject'), ('pg_largeobject_metadata') order by 1`,
  )
  const found: Record<string, unknown> = {}
  for (const { name } of tables)
    found[name] = (
      await store.query(
        `select count(*), md5(string_agg(entry::text, ',' order by entry::text)) from only ${name} entry`,
      )
    ).rows
  found.sequences = (await store.query('select sequencename, last_value from pg_sequences order by 1')).rows
  return found
}
