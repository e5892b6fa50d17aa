/**
 * What becomes of an order after it was placed. Changes, returns and refunds are kept beside the order, and every step of
 * a state machine is written down, so that it can be seen that none of them was illegal.
 */
export const orderChangeTables = `
create table order_change (
  id uuid primary key default gen_random_uuid(),
  order_id uuid not null references "order" on delete cascade,
  kind text not null check (kind in ('changed', 'cancelled', 'returned')),
  lines jsonb not null,
  amount numeric(14,2) not null,
  created_at timestamptz not null
);
create index order_change_order_id on order_change (order_id);

create table order_return (
  id uuid primary key default gen_random_uuid(),
  order_id uuid not null references "order" on delete cascade,
  state text not null default 'open',
  created_at timestamptz not null
);
create index order_return_order_id on order_return (order_id);

create table order_return_line_item (
  return_id uuid not null references order_return on delete cascade,
  product_number text not null,
  quantity int not null check (quantity > 0),
  primary key (return_id, product_number)
);

create table order_transaction_refund (
  id uuid primary key default gen_random_uuid(),
  change_id uuid not null references order_change on delete cascade,
  transaction_id uuid not null references order_transaction on delete cascade,
  state text not null default 'open',
  amount numeric(14,2) not null check (amount > 0),
  unique (change_id, transaction_id)
);
create index order_transaction_refund_transaction on order_transaction_refund (transaction_id);

create table state_machine_history (
  id bigint generated always as identity primary key,
  order_id uuid not null references "order" on delete cascade,
  entity text not null,
  entity_id uuid not null,
  transition text not null,
  from_state text not null,
  to_state text not null,
  created_at timestamptz not null
);
create index state_machine_history_order_id on state_machine_history (order_id);
`
