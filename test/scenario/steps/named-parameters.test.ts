import { expect, test } from 'vitest'
import { namedParameters } from '../../../src/scenario/steps/named-parameters.ts'

test.each([
  ['select 1 from customer where email = $1', ['$1 email']],
  ['select 1 from customer where lower(email) <> lower($1) order by 1 limit $2', ['$1 email', '$2']],
  ['select 1 from customer c where c."last_name" like $1 and c.sku in ($2)', ['$1 last_name', '$2 sku']],
  ['insert into customer (number, email) values ($2, $1)', ['$1 email', '$2 number']],
  ['update customer set phone = $1 where id = $2', ['$1 phone', '$2 id']],
  ['select $1::int', ['$1']],
  ['select 1 from t where a = $1 and b = $10', ['$1 a', '$2', '$3', '$4', '$5', '$6', '$7', '$8', '$9', '$10 b']],
])('%s', (text, names) => {
  expect(
    Object.keys(
      namedParameters(
        text,
        names.map(() => 'x'),
      ),
    ),
  ).toEqual(names)
})
