import type { JsonObject } from '../../core/json.ts'
import type { SqlStore } from '../../core/sql-store.ts'

/** Merges custom fields into orders; an order that the shop does not have is left out. */
export async function mergeOrderFields(store: SqlStore, payload: readonly JsonObject[]): Promise<void> {
  await store.query(
    `update "order" set custom_fields = coalesce(custom_fields, '{}') || fields
     from (select "orderNumber" as number, "customFields" as fields
           from json_to_recordset($1) as o("orderNumber" text, "customFields" jsonb)) as given
     where order_number = number`,
    [JSON.stringify(payload)],
  )
}
