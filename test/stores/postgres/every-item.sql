-- Everything that a PostgreSQL database may hold and a clone has to carry, each with rows.

CREATE EXTENSION hstore;
CREATE EXTENSION citext;
CREATE EXTENSION btree_gist;
CREATE SCHEMA extensions;
CREATE EXTENSION ltree SCHEMA extensions;
CREATE EXTENSION pg_trgm SCHEMA extensions;
COMMENT ON EXTENSION ltree IS 'paths';

-- Schemas, quoted and reserved names.
CREATE SCHEMA sales;
CREATE SCHEMA "Order Desk";
CREATE SCHEMA "select";
COMMENT ON SCHEMA sales IS $$what is sold; -- Name: not a header; Type: TABLE; Schema: x; Owner: y
--
-- Name: neither; Type: SERVER; Schema: -; Owner: -
--
 \restrict nothing
$$;
CREATE TABLE "select"."from" ("where" int PRIMARY KEY, "group by" text, "Ünïcode ""quoted""" text, "a.b" text);
INSERT INTO "select"."from" VALUES (1, 'x', 'ü', '.'), (2, E'tab\t, newline\n, backslash \\, quote ''', '€ 😀', NULL);
CREATE TABLE "Order Desk"."Line.Item" ("Id" int, "Text" varchar(10) COLLATE "C");
INSERT INTO "Order Desk"."Line.Item" VALUES (1, 'one'), (NULL, NULL);
CREATE TABLE "Order Desk"."Line" ("Item" text);
INSERT INTO "Order Desk"."Line" VALUES ('');

-- Types: enums, domains, composites, ranges.
CREATE TYPE sales.state AS ENUM ('new', 'paid', 'it''s "done"', '');
CREATE DOMAIN sales.positive AS int CHECK (VALUE > 0);
CREATE DOMAIN sales.email AS citext NOT NULL CONSTRAINT has_at CHECK (VALUE ~ '@');
CREATE DOMAIN sales.small_positive AS sales.positive CHECK (VALUE < 100);
CREATE TYPE sales.money_amount AS (amount numeric(12, 2), currency char(3));
CREATE TYPE sales.address AS (street text, places text[], total sales.money_amount);
CREATE TYPE sales.price_range AS RANGE (subtype = numeric);
CREATE COLLATION sales.by_number (provider = icu, locale = 'en-u-kn-true');

CREATE TABLE sales.every_type (
  id bigint PRIMARY KEY,
  a_boolean boolean,
  a_smallint smallint,
  an_integer integer,
  a_bigint bigint,
  a_real real,
  a_double double precision,
  a_numeric numeric,
  a_limited numeric(10, 3),
  a_negative_scale numeric(5, -2),
  a_money money,
  a_char char,
  a_bpchar char(5),
  a_varchar varchar(7),
  a_text text,
  a_name name,
  a_byte "char",
  a_bytea bytea,
  a_uuid uuid,
  a_date date,
  a_time time(3),
  a_timetz timetz,
  a_timestamp timestamp,
  a_timestamptz timestamptz,
  an_interval interval,
  an_inet inet,
  a_cidr cidr,
  a_macaddr macaddr,
  a_macaddr8 macaddr8,
  a_bit bit(3),
  a_varbit bit varying(9),
  a_json json,
  a_jsonb jsonb,
  a_jsonpath jsonpath,
  an_xml xml,
  a_tsvector tsvector,
  a_tsquery tsquery,
  a_point point,
  a_line line,
  a_segment lseg,
  a_box box,
  a_path path,
  a_polygon polygon,
  a_circle circle,
  an_oid oid,
  a_regclass regclass,
  an_lsn pg_lsn,
  an_hstore hstore,
  a_citext citext,
  an_ltree extensions.ltree,
  an_enum sales.state,
  a_domain sales.small_positive,
  a_composite sales.money_amount,
  a_nested sales.address,
  an_int4range int4range,
  a_tstzrange tstzrange,
  a_custom_range sales.price_range,
  a_multirange datemultirange,
  some_integers int[],
  some_texts text[][],
  some_enums sales.state[],
  some_composites sales.address[],
  some_ranges daterange[],
  some_domains sales.positive[]
);
INSERT INTO sales.every_type VALUES
  (1, true, -32768, 2147483647, 9223372036854775807, 'NaN', '-Infinity', 'NaN', -1234567.891, 12345, '-12.34',
   'x', 'ab', 'äöü', 'text', 'a_name', 'c', '\x00ff10', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '4713-01-01 BC', '23:59:59.999',
   '12:00:00+05:30', '0044-03-15 12:00:00.000001 BC', '294276-12-31 23:59:59.999999+00', '-1 year 2 mons -3 days 04:05:06.789',
   '::1/64', '10.0.0.0/8', '08:00:2b:01:02:03', '08:00:2b:01:02:03:04:05', B'101', B'1', '{"b": 1,  "a": [1, 2], "a": null}',
   '{"n": 12345678901234567890.10, "u": "\u00e4"}', '$.a[*] ? (@ > 1)', '<a b="c">d</a>', 'a:1A cat:2B,3', 'fat & (rat | !cat:A)',
   '(1,2)', '{1,2,3}', '[(0,0),(1,1)]', '(2,2),(0,0)', '[(0,0),(1,1)]', '((0,0),(1,1),(2,0))', '<(1,2),3>', 4294967295, 'sales.every_type',
   '16/B374D848', 'a=>1, "b c"=>NULL', 'CiText', 'Top.Science', 'it''s "done"', 99, '(1.50,EUR)',
   ROW('Straße "1", (back)\slash', ARRAY['a,b', NULL, ''], ROW(0.1, NULL))::sales.address,
   '[1,5)', '(,2020-01-01 00:00+00]', '[1.5,2.5]', '{[2020-01-01,2020-02-01), [2021-01-01,)}',
   '[0:2]={1,NULL,3}', '{{a,"b\"c"},{NULL,"null"}}', '{new,""}', ARRAY[ROW('s', '{}', NULL)::sales.address, NULL], '{empty,"[2020-01-01,2020-01-03)"}', '{1,2}');
INSERT INTO sales.every_type (id, a_boolean, a_smallint, an_integer, a_bigint, a_real, a_double, a_numeric, a_limited, a_money,
    a_char, a_bpchar, a_varchar, a_text, a_name, a_byte, a_bytea, a_uuid, a_date, a_time, a_timetz, a_timestamp, a_timestamptz,
    an_interval, an_inet, a_cidr, a_bit, a_varbit, a_json, a_jsonb)
  VALUES (2, false, 0, 0, 0, '-0', '1e-307', 'Infinity', 0, '0', '', '', '', '', '', '', '', '00000000-0000-0000-0000-000000000000',
    'infinity', '24:00', '00:00:00-15:59', '-infinity', 'infinity', '0', '0.0.0.0', '::/0', B'000', B'', 'null', '""');
INSERT INTO sales.every_type (id, an_xml, a_tsvector, a_tsquery, a_point, an_oid, a_regclass, an_lsn, an_hstore, a_citext, an_ltree,
    an_enum, a_composite, a_nested, an_int4range, a_tstzrange, a_multirange, some_integers, some_texts, some_enums, some_ranges)
  VALUES (4, '', '', '', '(Infinity,NaN)', 0, '-', '0/0', '', '', '', '', '(,)', '(,,)', 'empty', '(,)', '{}', '{}', '{}', '{}', '{}');
INSERT INTO sales.every_type (id, a_real, a_double, a_numeric, a_text, a_bytea, a_date, a_timestamp, a_timestamptz, an_interval)
  VALUES (3, 3.4028235e38, 5e-324, '-Infinity', repeat('long ', 40000), decode(repeat('00ff', 5000), 'hex'), '-infinity', 'infinity',
    '-infinity', 'infinity');

-- Generated columns, identities, sequences, defaults, dropped columns, storage, statistics.
CREATE SEQUENCE sales.order_number START 1000 INCREMENT 7 MAXVALUE 9000 CYCLE;
SELECT nextval('sales.order_number'), nextval('sales.order_number');
CREATE SEQUENCE sales.untouched AS smallint START 5;
CREATE TABLE sales.product (
  id int GENERATED ALWAYS AS IDENTITY (START WITH 10 INCREMENT BY 5),
  gone text,
  sku text NOT NULL DEFAULT 'S' || nextval('sales.order_number'),
  net numeric(10, 2) CHECK (net >= 0),
  gross numeric GENERATED ALWAYS AS (net * 1.19) STORED,
  label text GENERATED ALWAYS AS (upper(sku)) VIRTUAL,
  also_gone int,
  serial_number serial,
  PRIMARY KEY (id)
);
INSERT INTO sales.product (gone, sku, net, also_gone) SELECT 'x', 'sku ' || n, n / 3.0, n FROM generate_series(1, 50) AS n;
INSERT INTO sales.product (net) VALUES (1);
ALTER TABLE sales.product DROP COLUMN gone, DROP COLUMN also_gone;
ALTER TABLE sales.product ADD COLUMN added text DEFAULT 'later';
ALTER TABLE sales.product ALTER COLUMN added SET STORAGE EXTERNAL, ALTER COLUMN sku SET STATISTICS 500;
DELETE FROM sales.product WHERE id % 3 = 0;
CREATE STATISTICS sales.product_statistics (dependencies) ON sku, net FROM sales.product;
CREATE TABLE sales.by_default (id bigint GENERATED BY DEFAULT AS IDENTITY, note text);
INSERT INTO sales.by_default (note) VALUES ('a'), ('b');
COMMENT ON TABLE sales.product IS 'products';
COMMENT ON COLUMN sales.product.sku IS E'article number; \\N \' "quoted"\nsecond line';

-- Partitions of several levels, with a key and a default.
CREATE TABLE sales.event (id int, at date, region text, payload jsonb, PRIMARY KEY (id, at, region)) PARTITION BY RANGE (at);
CREATE TABLE sales.event_2024 PARTITION OF sales.event FOR VALUES FROM ('2024-01-01') TO ('2025-01-01') PARTITION BY LIST (region);
CREATE TABLE sales.event_2024_eu PARTITION OF sales.event_2024 FOR VALUES IN ('de', 'pl') PARTITION BY HASH (id);
CREATE TABLE sales.event_2024_eu_0 PARTITION OF sales.event_2024_eu FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE sales.event_2024_eu_1 PARTITION OF sales.event_2024_eu FOR VALUES WITH (MODULUS 2, REMAINDER 1);
CREATE TABLE sales.event_2024_rest PARTITION OF sales.event_2024 DEFAULT;
CREATE TABLE sales.event_else (extra_first text, region text NOT NULL, payload jsonb, at date NOT NULL, id int NOT NULL);
ALTER TABLE sales.event_else DROP COLUMN extra_first;
ALTER TABLE sales.event ATTACH PARTITION sales.event_else DEFAULT;
CREATE INDEX event_payload ON sales.event USING gin (payload);
CREATE INDEX event_half ON ONLY sales.event (region);
INSERT INTO sales.event SELECT n, date '2023-12-01' + n, (ARRAY['de', 'pl', 'it', 'ru'])[n % 4 + 1], jsonb_build_object('n', n) FROM generate_series(1, 500) AS n;

-- Inheritance: each table has rows of its own.
CREATE TABLE public.vehicle (id int PRIMARY KEY, wheels int NOT NULL);
CREATE TABLE public.car (doors int) INHERITS (public.vehicle);
CREATE TABLE public.taxi (license text UNIQUE) INHERITS (public.car);
INSERT INTO public.vehicle VALUES (1, 2);
INSERT INTO public.car VALUES (2, 4, 5), (3, 3, 3);
INSERT INTO public.taxi VALUES (4, 4, 5, 'HH-T 1');

-- Circular and self references, deferrable ones, composite ones, ones that are not to a primary key.
CREATE TABLE public.employee (id int PRIMARY KEY, manager int REFERENCES public.employee, department int);
CREATE TABLE public.department (id int PRIMARY KEY, head int NOT NULL REFERENCES public.employee DEFERRABLE INITIALLY DEFERRED);
INSERT INTO public.employee VALUES (3, NULL, 1), (1, 3, 1), (2, 1, 2);
INSERT INTO public.department VALUES (1, 3), (2, 2);
ALTER TABLE public.employee ADD FOREIGN KEY (department) REFERENCES public.department ON DELETE SET NULL DEFERRABLE;
CREATE TABLE public.country (code char(2), region text, name citext UNIQUE, UNIQUE (region, code));
CREATE TABLE public.city (name text, country citext REFERENCES public.country (name) ON UPDATE CASCADE, code char(2), region text,
  FOREIGN KEY (code, region) REFERENCES public.country (code, region) MATCH FULL);
INSERT INTO public.country VALUES ('DE', 'eu', 'Germany'), ('IT', 'eu', 'Italy');
INSERT INTO public.city VALUES ('Hamburg', 'GERMANY', 'DE', 'eu'), ('Nowhere', NULL, NULL, NULL);
CREATE TABLE public.event_note (event int, at date, region text, note text, FOREIGN KEY (event, at, region) REFERENCES sales.event);
INSERT INTO public.event_note SELECT id, at, region, 'note' FROM sales.event WHERE id <= 3;
ALTER TABLE public.city ADD CONSTRAINT lately CHECK (length(name) < 3) NOT VALID;

-- Exclusion, expression, partial, covering and descending indexes; keys without overlaps.
CREATE TABLE public.booking (room int, during tstzrange, guest text, cancelled boolean DEFAULT false,
  EXCLUDE USING gist (room WITH =, during WITH &&) WHERE (NOT cancelled));
INSERT INTO public.booking VALUES (1, '[2024-01-01,2024-01-03)', 'a', false), (1, '[2024-01-03,2024-01-05)', 'b', false), (1, '[2024-01-01,2024-01-05)', 'c', true);
CREATE UNIQUE INDEX booking_guest ON public.booking (lower(guest) text_pattern_ops, (room + 1)) WHERE NOT cancelled;
CREATE INDEX booking_covering ON public.booking (room DESC NULLS LAST) INCLUDE (guest) WITH (fillfactor = 70);
CREATE INDEX booking_guest_like ON public.booking USING gin (guest extensions.gin_trgm_ops);
CREATE TABLE public.tariff (id int, valid daterange, price numeric, PRIMARY KEY (id, valid WITHOUT OVERLAPS));
INSERT INTO public.tariff VALUES (1, '[2024-01-01,2025-01-01)', 1), (1, '[2025-01-01,)', 2);
ALTER TABLE public.booking REPLICA IDENTITY FULL;
ALTER TABLE public.tariff CLUSTER ON tariff_pkey;

-- Functions of every way to write a body, an aggregate, an operator, a cast.
CREATE FUNCTION sales.add_tax(net numeric, OUT gross numeric) LANGUAGE sql IMMUTABLE BEGIN ATOMIC
  SELECT CASE WHEN net IS NULL THEN 0 ELSE net * 1.19 END;
END;
CREATE FUNCTION sales.odd_body() RETURNS text LANGUAGE plpgsql AS $odd$
BEGIN
  /* a comment; /* nested */ */
  RETURN 'a;b' || E'\';' || $q$ -- Name: x; Type: TABLE; Schema: s; Owner: o
--
-- Name: y; Type: TABLE; Schema: s; Owner: o
-- $q$;
END
$odd$;
CREATE PROCEDURE sales.restock(amount int) LANGUAGE sql AS 'UPDATE sales.product SET net = net + amount';
CREATE AGGREGATE sales.product_of (numeric) (SFUNC = numeric_mul, STYPE = numeric, INITCOND = '1');
CREATE FUNCTION sales.same(a sales.money_amount, b sales.money_amount) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT a.amount = b.amount';
CREATE OPERATOR sales.=== (LEFTARG = sales.money_amount, RIGHTARG = sales.money_amount, FUNCTION = sales.same);
CREATE CAST (sales.money_amount AS text) WITH INOUT;
CREATE TEXT SEARCH CONFIGURATION sales.german (COPY = german);

-- Triggers and rules that would change rows if they fired during a load; one is disabled.
CREATE TABLE sales.audit (at timestamptz, what text);
INSERT INTO sales.audit VALUES ('2024-01-01 00:00+00', 'before');
CREATE FUNCTION sales.note_change() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN INSERT INTO sales.audit VALUES (now(), TG_TABLE_NAME); RETURN NEW; END $$;
CREATE TRIGGER note_change AFTER INSERT OR UPDATE ON sales.by_default FOR EACH ROW EXECUTE FUNCTION sales.note_change();
CREATE CONSTRAINT TRIGGER note_later AFTER INSERT ON public.car DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION sales.note_change();
CREATE TRIGGER disabled BEFORE INSERT ON public.vehicle FOR EACH ROW WHEN (NEW.wheels > 3) EXECUTE FUNCTION sales.note_change();
ALTER TABLE public.vehicle DISABLE TRIGGER disabled;
CREATE TABLE sales.ruled (id int, note text);
INSERT INTO sales.ruled VALUES (1, 'one');
CREATE RULE ruled_twice AS ON INSERT TO sales.ruled DO ALSO (INSERT INTO sales.audit VALUES (now(), 'rule;'); UPDATE sales.audit SET what = what);
CREATE RULE ruled_never AS ON DELETE TO sales.ruled DO INSTEAD NOTHING;

-- Views on views, materialized views on both, rules of views.
CREATE VIEW sales.cheap AS SELECT id, sku, sales.add_tax(net) AS gross FROM sales.product WHERE net < 10 WITH LOCAL CHECK OPTION;
CREATE VIEW sales.cheapest WITH (security_barrier) AS SELECT * FROM sales.cheap ORDER BY gross LIMIT 3;
CREATE MATERIALIZED VIEW sales.summary AS SELECT count(*) AS products, sum(gross) AS gross FROM sales.cheap;
CREATE MATERIALIZED VIEW sales.a_summary_of_it AS SELECT products * 2 AS twice FROM sales.summary;
CREATE UNIQUE INDEX ON sales.a_summary_of_it (twice);
CREATE MATERIALIZED VIEW sales.unpopulated AS SELECT 1 AS one WITH NO DATA;
CREATE RECURSIVE VIEW sales.chain (id, depth) AS
  SELECT id, 0 FROM public.employee WHERE manager IS NULL UNION ALL SELECT e.id, c.depth + 1 FROM public.employee e JOIN chain c ON e.manager = c.id;
CREATE RULE cheap_insert AS ON INSERT TO sales.cheapest DO INSTEAD INSERT INTO sales.product (sku, net) VALUES (NEW.sku, 1);

-- Row security, also of a table whose owner it holds for.
CREATE TABLE public.secret (id int, owner text);
INSERT INTO public.secret VALUES (1, 'a'), (2, 'b');
ALTER TABLE public.secret ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.secret FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON public.secret USING (owner = current_user);
CREATE POLICY restrictive ON public.secret AS RESTRICTIVE FOR SELECT USING (id > 0);

-- Tables without columns, without rows, without keys, unlogged ones, typed ones.
CREATE TABLE public.no_columns ();
INSERT INTO public.no_columns DEFAULT VALUES;
INSERT INTO public.no_columns DEFAULT VALUES;
CREATE TABLE public.no_rows (id int PRIMARY KEY, name text);
CREATE TABLE public.no_key (note text);
INSERT INTO public.no_key VALUES ('same'), ('same'), (NULL);
CREATE TABLE public.only_generated (always int GENERATED ALWAYS AS (1 + 1) STORED);
INSERT INTO public.only_generated VALUES (DEFAULT), (DEFAULT);
CREATE UNLOGGED TABLE public.unlogged (id int);
INSERT INTO public.unlogged VALUES (1);
CREATE TABLE public.typed OF sales.money_amount (currency WITH OPTIONS DEFAULT 'EUR');
INSERT INTO public.typed VALUES (1);
CREATE TABLE public.row_typed (whole public.vehicle, many public.no_rows[]);
INSERT INTO public.row_typed VALUES (ROW(1, 2), ARRAY[ROW(1, 'x')]::public.no_rows[]);
CREATE TABLE public.constrained (id int, email sales.email, big numeric(40, 20), CONSTRAINT "odd name; --" CHECK (id <> 0));
INSERT INTO public.constrained VALUES (1, 'A@example.com', 12345678901234567890.12345678901234567890);
