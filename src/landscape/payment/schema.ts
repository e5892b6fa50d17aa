/**
 * The acquirer's tables. Money that was taken and given back is kept as movements; what is left of a payment is their
 * sum. No check keeps refunds below captures: what was given back too often must be visible.
 */
export const paymentSchema = `
create table payment (
  id text primary key,
  method text not null check (method in ('card', 'transfer', 'instant', 'instalments')),
  state text not null check (state in ('pending', 'authorized', 'declined', 'captured', 'voided')),
  amount numeric(14,2) not null,
  currency text not null,
  reference text not null,
  card_last_four text,
  instalments int,
  decline_reason text,
  idempotency_key text unique,
  correlation_id text,
  created_at timestamptz not null
);
create index payment_reference on payment (reference);
create index payment_correlation on payment (correlation_id);

create table movement (
  id text primary key,
  payment_id text not null references payment,
  kind text not null check (kind in ('capture', 'refund')),
  amount numeric(14,2) not null check (amount > 0),
  reason text,
  idempotency_key text unique,
  correlation_id text,
  created_at timestamptz not null
);
create index movement_payment on movement (payment_id);

create view payment_balance as
select p.*,
  coalesce((select sum(amount) from movement m where m.payment_id = p.id and kind = 'capture'), 0)::numeric(14,2) as captured,
  coalesce((select sum(amount) from movement m where m.payment_id = p.id and kind = 'refund'), 0)::numeric(14,2) as refunded
from payment p;

create table webhook (
  id text primary key,
  url text not null,
  secret text not null,
  created_at timestamptz not null
);

create table webhook_delivery (
  id bigint generated always as identity primary key,
  webhook_id text not null references webhook on delete cascade,
  event text not null,
  body text not null,
  created_at timestamptz not null,
  delivered_at timestamptz,
  tries int not null default 0
);
create index webhook_delivery_waiting on webhook_delivery (id) where delivered_at is null;
`
