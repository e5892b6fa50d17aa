import type { SqlStore } from '../../../../src/core/sql-store.ts'

/** Tables that are larger than what is compared as a whole, and one of everything that lies in files of its own. */
export const script = `
  create extension amcheck;
  create table item (id int primary key, quantity int not null, name text not null unique);
  insert into item select n, n % 100, 'item ' || n || repeat('.', 60) from generate_series(1, 12000) n;
  create index on item (quantity);
  create table note (id bigint generated always as identity, text text);
  insert into note (text) select repeat(md5(n::text), 100) from generate_series(1, 300) n;
  create unlogged table scratch (id int primary key, text text);
  insert into scratch select n, repeat('s', 400) from generate_series(1, 3000) n;
  create table part (id int, day date) partition by range (day);
  create table part_1 partition of part for values from ('2026-01-01') to ('2026-07-01');
  insert into part select n, '2026-02-01' from generate_series(1, 100) n;
  create sequence number start 1000;
  create view many as select * from item where quantity > 50;
  create function twice(n int) returns int language sql as 'select 2 * n';
  select lo_from_bytea(4711, 'large object');`

/** Everything that a database holds, rows and definitions, as one text. */
export async function whole(store: SqlStore): Promise<unknown> {
  const { rows } = await store.query(`
    select
      (select md5(string_agg(t::text, ',' order by t::text)) from item t) as item,
      (select md5(string_agg(t::text, ',' order by t::text)) from note t) as note,
      (select md5(string_agg(t::text, ',' order by t::text)) from scratch t) as scratch,
      (select md5(string_agg(t::text, ',' order by t::text)) from part t) as part,
      (select count(*) from item where quantity = 7) as by_index,
      (select last_value || ' ' || is_called from number) as number,
      pg_get_serial_sequence('note', 'id') as serial,
      lo_get(4711)::text as large,
      (select setting from pg_settings where name = 'search_path') as path,
      (select description from pg_shdescription d join pg_database b on b.oid = d.objoid where datname = current_database()) as comment,
      ${catalogs.map((catalog) => `(select md5(string_agg(t::text, ',' order by t::text)) from ${catalog} t) as ${catalog}`).join(', ')}`)
  return rows[0]
}

const catalogs = ['pg_class', 'pg_attribute', 'pg_index', 'pg_constraint', 'pg_proc', 'pg_depend', 'pg_statistic']

/** What PostgreSQL's own check finds wrong with tables and indexes. Reading all of it checks the pages' sums, too. */
export async function corruption(store: SqlStore): Promise<unknown[]> {
  const { rows } = await store.query(`
    select c.relname, h.msg from pg_class c, lateral verify_heapam(c.oid::regclass) h where c.relkind in ('r', 't', 'm')`)
  await store.query(`
    select bt_index_check(i.indexrelid::regclass, true) from pg_index i join pg_class c on c.oid = i.indexrelid
      join pg_am a on a.oid = c.relam where a.amname = 'btree' and c.relpersistence = 'p'`)
  return rows
}

/** What programs might do to a database. Each is one statement, or several that may stand in one transaction. */
export const changes: readonly string[] = [
  `update item set quantity = quantity + 1 where id % 997 = 3`,
  `update item set name = name || '!' where id between 4000 and 4050`,
  `delete from item where id % 1009 = 5`,
  `delete from item where id > 9000`,
  `insert into item select n, 1, 'new ' || n from generate_series(20000, 21000) n`,
  `truncate note`,
  `delete from note where id % 3 = 0`,
  `insert into note (text) select repeat('n', 5000) from generate_series(1, 50)`,
  `update scratch set text = 'changed' where id % 100 = 1`,
  `truncate scratch`,
  `create index on item (name, quantity)`,
  `drop index item_quantity_idx`,
  `reindex table item`,
  `alter table item add column more text default 'more'`,
  `alter table item drop column quantity cascade; alter table item add column quantity int default 0`,
  `drop view many; alter table item alter column quantity type bigint using quantity * 2`,
  `drop table item cascade; create table item (id text)`,
  `drop table note; create table other as select n from generate_series(1, 10000) n`,
  `create table part_2 partition of part for values from ('2026-07-01') to ('2027-01-01'); insert into part values (1, '2026-08-01')`,
  `alter table part detach partition part_1; drop table part_1`,
  `select nextval('number'), nextval('number'); select setval('number', 5000)`,
  `drop sequence number; create sequence number start 7`,
  `create or replace function twice(n int) returns int language sql as 'select 3 * n'; drop view many`,
  `select lo_put(4711, 0, 'LARGE OBJECT')`,
  `select lo_unlink(4711)`,
  `vacuum item`,
  `vacuum full item`,
  `vacuum (freeze, analyze)`,
  `analyze`,
  `cluster item using item_pkey`,
  `create schema extra; create table extra.item (id int); create type extra.mood as enum ('fine')`,
  `create extension pg_trgm; create index on item using gin (name gin_trgm_ops)`,
  `do $$ begin execute 'alter database ' || current_database() || ' set search_path = nowhere, public'; end $$`,
  `do $$ begin execute 'comment on database ' || current_database() || ' is ''changed'''; end $$`,
  `select pg_create_logical_replication_slot('left_' || current_database(), 'pgoutput')`,
  `checkpoint`,
]
