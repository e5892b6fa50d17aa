import type { Instant } from '../../core/clock.ts'
import { codeOf } from '../../core/error.ts'
import type { JsonObject } from '../../core/json.ts'
import type { SqlSession, SqlStore } from '../../core/sql-store.ts'
import { textField } from '../fields.ts'
import { Refusal } from '../refusal.ts'

/**
 * Writes customers with their addresses, all or none. An address that the customer has already is left alone. Refused
 * when somebody else has the e-mail.
 */
export async function upsertCustomers(store: SqlStore, payload: readonly JsonObject[], now: Instant): Promise<void> {
  for (const customer of payload) for (const field of requiredFields) textField(customer, field)
  try {
    await store.transaction((session) => writeCustomers(session, payload, now))
  } catch (thrown) {
    if (codeOf((thrown as Error).cause) !== '23505') throw thrown
    throw new Refusal(400, 'VIOLATION::CUSTOMER_EMAIL_NOT_UNIQUE', 'The e-mail belongs to another customer.')
  }
}

async function writeCustomers(session: SqlSession, payload: readonly JsonObject[], now: Instant): Promise<void> {
  await session.query(
    `insert into customer (customer_number, email, first_name, last_name, company, language, active, search_text, created_at)
       select "customerNumber", email, "firstName", "lastName", company, language, coalesce(active, true),
         lower(concat_ws(' ', "firstName", "lastName", email, "customerNumber")), $2
       from json_to_recordset($1) as c("customerNumber" text, email text, "firstName" text, "lastName" text, company text,
         language text, active boolean)
       order by "customerNumber"
       on conflict (customer_number) do update set email = excluded.email, first_name = excluded.first_name,
         last_name = excluded.last_name, company = excluded.company, language = excluded.language, active = excluded.active,
         search_text = excluded.search_text, updated_at = $2`,
    [JSON.stringify(payload), new Date(now)],
  )
  const addresses = payload.flatMap(({ customerNumber, addresses: own }) =>
    (Array.isArray(own) ? (own as JsonObject[]) : []).map((address) => ({ ...address, customerNumber })),
  )
  await addAddresses(session, addresses as JsonObject[])
}

const requiredFields = ['customerNumber', 'email', 'firstName', 'lastName'] as const

/** Writes addresses by the number of their customer. Refused when one of them is nobody's. */
export function upsertAddresses(store: SqlStore, payload: readonly JsonObject[]): Promise<void> {
  return store.transaction((session) => addAddresses(session, payload))
}

async function addAddresses(session: SqlSession, addresses: readonly JsonObject[]): Promise<void> {
  const numbers = [...new Set(addresses.map(({ customerNumber }) => String(customerNumber)))]
  const { rowCount } = await session.query(
    'select 1 from customer where customer_number = any($1) order by customer_number for update',
    [numbers],
  )
  if (rowCount !== numbers.length)
    throw new Refusal(
      400,
      'FRAMEWORK__WRITE_CONSTRAINT_VIOLATION',
      'An address belongs to a customer that is not there.',
    )
  await session.query(
    `insert into customer_address (customer_id, first_name, last_name, company, street, zipcode, city, country, is_default)
     select distinct c.id, a."firstName", a."lastName", a.company, a.street, a.zipcode, a.city, a.country, coalesce(a."isDefault", false)
     from json_to_recordset($1) as a("customerNumber" text, "firstName" text, "lastName" text, company text, street text,
       zipcode text, city text, country text, "isDefault" boolean)
     join customer c on c.customer_number = a."customerNumber"
     where not exists (select from customer_address known where known.customer_id = c.id and known.street = a.street
       and known.city = a.city and known.country = a.country and known.first_name = a."firstName"
       and known.last_name = a."lastName" and known.zipcode is not distinct from a.zipcode
       and known.is_default = coalesce(a."isDefault", false))`,
    [JSON.stringify(addresses)],
  )
}
