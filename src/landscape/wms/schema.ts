import { outboxTable } from '../outbox.ts'

/**
 * The WMS's tables: what lies on the shelves of each location, what its people have to do, and a journal of what moved.
 * Shelves cannot hold less than nothing, so the check is a real one here.
 */
export const wmsSchema = `
create table stock (
  location text not null,
  sku text not null,
  quantity int not null check (quantity >= 0),
  updated_at timestamptz not null default now(),
  primary key (location, sku)
);

create table fulfilment (
  id text primary key,
  order_number text not null,
  kind text not null check (kind in ('delivery', 'pickup', 'replenishment')),
  location text not null,
  destination text,
  state text not null default 'open' check (state in ('open', 'picked', 'packed', 'shipped', 'received')),
  correlation_id text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  check ((kind = 'replenishment') = (destination is not null))
);
create index fulfilment_order_number on fulfilment (order_number);

create table fulfilment_line (
  fulfilment_id text not null references fulfilment on delete cascade,
  sku text not null,
  quantity int not null check (quantity > 0),
  primary key (fulfilment_id, sku)
);

create table movement (
  id bigint generated always as identity primary key,
  location text not null,
  sku text not null,
  quantity int not null check (quantity <> 0),
  reason text not null check (reason in ('shipped', 'received', 'counted')),
  reference text not null,
  moved_at timestamptz not null
);
create index movement_reference on movement (reference);
create index movement_stock on movement (location, sku);

${outboxTable}
`
