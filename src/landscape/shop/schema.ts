import { outboxTable } from '../outbox.ts'
import { orderChangeTables } from './order-tables.ts'
import { paymentNoticeTable } from './payment-notices.ts'
import { settingsTable } from './settings.ts'

/**
 * The shop's tables. Products come from the connector, so order lines, reviews, prices and stock name them by
 * `product_number` without a declared reference: stock can arrive before its product, and a product can go while its
 * orders stay. Sales channels are made by the host, with an access key of its own.
 */
export const shopSchema = `
create table sales_channel (
  access_key text primary key,
  name text not null,
  currency text not null,
  language_id text not null
);

${settingsTable}
${paymentNoticeTable}

create table number_range (
  name text primary key,
  next_value bigint not null
);

create table customer (
  id uuid primary key default gen_random_uuid(),
  customer_number text not null unique,
  email text not null,
  has_account boolean not null default true,
  first_name text not null,
  last_name text not null,
  company text,
  birthday date,
  remote_address text,
  vat_ids jsonb,
  password_hash text,
  search_text text,
  language text,
  active boolean not null default true,
  avatar_url text,
  custom_fields jsonb,
  deleted_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  unique (email, has_account)
);
create index customer_login on customer (lower(email)) where has_account and deleted_at is null;
create index customer_search_text on customer (search_text text_pattern_ops);

create table customer_address (
  id uuid primary key default gen_random_uuid(),
  customer_id uuid not null references customer on delete cascade,
  first_name text not null,
  last_name text not null,
  company text,
  street text not null,
  zipcode text,
  city text not null,
  country text not null,
  phone_number text,
  is_default boolean not null default false
);
create index customer_address_customer_id on customer_address (customer_id);

create table product (
  id uuid primary key default gen_random_uuid(),
  product_number text not null unique,
  name text not null,
  ean text,
  description text,
  translations jsonb,
  active boolean not null default true,
  stock int not null default 0,
  available_stock int not null default 0,
  price numeric(14,2),
  tax_rate numeric(5,2),
  currency text,
  source_updated_at timestamptz,
  updated_at timestamptz not null default now()
);
create index product_active on product (product_number) where active;

-- Where a product is to be seen; one without any such row is seen wherever it is active.
create table product_visibility (
  product_number text not null references product (product_number) on delete cascade,
  channel text not null,
  language text not null,
  primary key (product_number, channel, language)
);

create table product_warehouse (
  product_number text not null,
  warehouse_code text not null,
  kind text,
  stock int not null,
  available int not null,
  updated_at timestamptz not null default now(),
  primary key (product_number, warehouse_code)
);

create table product_price (
  id uuid primary key default gen_random_uuid(),
  product_number text not null,
  customer_number text,
  currency text not null,
  quantity_start int not null default 1,
  quantity_end int,
  price numeric(14,2) not null,
  valid_from timestamptz,
  valid_to timestamptz,
  unique nulls not distinct (product_number, customer_number, currency, quantity_start, valid_from)
);

create table sales_channel_context (
  token text primary key,
  customer_id uuid references customer on delete set null,
  created_at timestamptz not null default now()
);
create index sales_channel_context_customer_id on sales_channel_context (customer_id);

create table cart (
  token text primary key,
  id uuid not null default gen_random_uuid(),
  line_items jsonb not null default '[]',
  coupons jsonb not null default '[]',
  choices jsonb not null default '{}',
  updated_at timestamptz not null default now()
);

create table "order" (
  id uuid primary key default gen_random_uuid(),
  order_number text not null unique,
  customer_id uuid references customer on delete set null,
  order_customer jsonb not null,
  billing_address jsonb,
  amount_total numeric(14,2) not null,
  shipping_total numeric(14,2) not null default 0,
  currency text not null,
  state text not null default 'open',
  customer_comment text,
  custom_fields jsonb,
  correlation_id text,
  order_date_time timestamptz not null
);
create index order_customer_id on "order" (customer_id);
create index order_correlation on "order" (correlation_id);
create index order_date_time on "order" (order_date_time);

create table order_line_item (
  id uuid primary key default gen_random_uuid(),
  order_id uuid not null references "order" on delete cascade,
  product_number text not null,
  label text,
  quantity int not null check (quantity > 0),
  unit_price numeric(14,2) not null,
  discount numeric(14,2) not null default 0,
  is_gift boolean not null default false,
  total_price numeric(14,2) not null
);
create index order_line_item_order_id on order_line_item (order_id);
create index order_line_item_product_number on order_line_item (product_number);

create table order_transaction (
  id uuid primary key default gen_random_uuid(),
  order_id uuid not null references "order" on delete cascade,
  state text not null default 'open',
  payment_method text,
  payment_reference text,
  amount numeric(14,2) not null
);
create index order_transaction_order_id on order_transaction (order_id);
create index order_transaction_reference on order_transaction (payment_reference);

create table order_delivery (
  id uuid primary key default gen_random_uuid(),
  order_id uuid not null references "order" on delete cascade,
  state text not null default 'open',
  tracking_codes jsonb not null default '[]',
  shipping_address jsonb
);
create index order_delivery_order_id on order_delivery (order_id);

${orderChangeTables}
create table newsletter_recipient (
  id uuid primary key default gen_random_uuid(),
  email text not null,
  first_name text,
  last_name text,
  zip_code text,
  city text,
  language text,
  status text not null default 'notSet',
  hash text,
  unsubscribe_url text,
  created_at timestamptz not null default now()
);
create index newsletter_recipient_email on newsletter_recipient (lower(email));

create table product_review (
  id uuid primary key default gen_random_uuid(),
  product_number text not null,
  customer_id uuid,
  external_user text,
  external_email text,
  title text,
  content text,
  points int check (points between 1 and 5),
  status boolean not null default false,
  comment text,
  created_at timestamptz not null default now()
);
create index product_review_product_number on product_review (product_number);

${outboxTable}
`
