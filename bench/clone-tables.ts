/* The two tables that the benchmark clones, what is in them (made up, the same on each run), and how they are masked. */

export interface BenchTable {
  name: string
  /** Without indexes: those are made after the data, whatever brought it. */
  definition: string
  /** Fills the source's table. */
  fill(rows: number): string
  /** The source's table only. */
  key: string
  policy: string
}

const letters = (seed: string, length: number) =>
  `substr(translate(md5(${seed}), '0123456789', 'ghijklmnop'), 1, ${length})`

/** 13 columns, about 217 bytes a row in COPY's text format; 8 of them become attributes of a persona. */
export const customer: BenchTable = {
  name: 'customer',
  definition: `create table customer (
    id bigint not null, customer_number varchar(20) not null, first_name varchar(60), last_name varchar(60),
    email varchar(120), phone varchar(40), street varchar(80), zip varchar(10), city varchar(60), country char(2),
    iban varchar(34), birthday date, note text)`,
  fill: (rows) => `insert into customer
    select i, lpad(i::text, 10, '0'), initcap(${letters(`'f' || i % 3000`, 6)}), initcap(${letters(`'l' || i % 20000`, 9)}),
      ${letters(`'f' || i`, 8)} || '.' || i || '@mail.example', '+49 30 ' || lpad((i * 7919 % 10000000)::text, 8, '0'),
      initcap(${letters(`'s' || i % 5000`, 11)}) || 'straße ' || i % 200, lpad((i % 99999)::text, 5, '0'),
      initcap(${letters(`'c' || i % 900`, 9)}), 'DE',
      'DE' || lpad((i % 97)::text, 2, '0') || lpad((i * 104729)::text, 18, '0'),
      date '1940-01-01' + (i * 31 % 24000)::int, repeat(${letters(`'n' || i % 1000`, 15)} || ' ', 4)
    from generate_series(1, ${rows}::bigint) i`,
  key: 'alter table customer add primary key (customer_number)',
  policy: `version: 1
identities:
  customer: { number: bench.customer.customer_number, locale: { from: country, default: de } }
columns:
  bench.customer:
    id: keep
    customer_number: { customer: number }
    first_name: { customer: firstName }
    last_name: { customer: lastName }
    email: { customer: email }
    phone: { customer: phone }
    street: { customer: streetLine }
    zip: keep
    city: keep
    country: keep
    iban: { customer: iban }
    birthday: { customer: birthDate }
    note: keep
`,
}

/** 4 columns, 46 bytes a row in COPY's binary format; a key is permuted. */
export const narrow: BenchTable = {
  name: 'narrow',
  definition: 'create table narrow (id bigint not null, customer_id bigint not null, quantity integer, at timestamptz)',
  fill: (rows) => `insert into narrow
    select i, i * 7919 % 1000000, (i % 50)::int, timestamptz '2026-01-01 00:00Z' + i * interval '1 second'
    from generate_series(1, ${rows}::bigint) i`,
  key: 'select 1',
  policy: `version: 1
columns:
  bench.narrow: { id: keep, customer_id: { permute: {} }, quantity: keep, at: keep }
`,
}
