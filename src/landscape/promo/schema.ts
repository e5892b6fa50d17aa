/**
 * The promotion engine's tables. What a card or an account holds is changed together with the redemption that says why.
 * A calculation is what the engine made of a cart, kept under the cart's key until an order redeems it.
 */
export const promoSchema = `
create table promotion (
  id text primary key,
  kind text not null check (kind in ('linear', 'bundle', 'gift', 'gift-choice', 'delivery')),
  name text not null,
  priority int not null default 100,
  active boolean not null default true,
  valid_from timestamptz,
  valid_to timestamptz,
  needs_coupon boolean not null default false,
  rule jsonb not null,
  created_at timestamptz not null
);

create table coupon (
  code text primary key,
  promotion_id text not null references promotion on delete cascade,
  uses_left int check (uses_left >= 0)
);
create index coupon_promotion on coupon (promotion_id);

create table calculation (
  key text primary key,
  order_number text unique,
  currency text not null,
  subtotal numeric(14,2) not null,
  discount numeric(14,2) not null,
  shipping numeric(14,2) not null,
  total numeric(14,2) not null,
  coupons jsonb not null default '[]',
  gifts jsonb not null default '[]',
  detail jsonb not null,
  correlation_id text,
  calculated_at timestamptz not null
);

create table gift_card (
  code text primary key,
  issued numeric(14,2) not null,
  balance numeric(14,2) not null check (balance >= 0),
  currency text not null,
  used_by text,
  created_at timestamptz not null
);

create table loyalty_account (
  customer_number text primary key,
  credited int not null,
  points int not null check (points >= 0),
  created_at timestamptz not null
);

create table redemption (
  id text primary key,
  kind text not null check (kind in ('gift-card', 'points')),
  holder text not null,
  amount numeric(14,2) not null check (amount > 0),
  reference text not null,
  idempotency_key text unique,
  correlation_id text,
  created_at timestamptz not null
);
create index redemption_holder on redemption (holder);

create table redemption_return (
  id text primary key,
  redemption_id text not null references redemption,
  amount numeric(14,2) not null check (amount > 0),
  idempotency_key text unique,
  correlation_id text,
  created_at timestamptz not null
);
create index redemption_return_redemption on redemption_return (redemption_id);
`
