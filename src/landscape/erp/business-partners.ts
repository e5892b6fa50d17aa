import type { JsonObject } from '../../core/json.ts'
import type { SqlStore } from '../../core/sql-store.ts'
import type { Columns, ODataQuery } from './odata.ts'

export const partnerColumns: Columns = {
  CardCode: 'card_code',
  CardName: 'card_name',
  CardType: 'card_type',
  EmailAddress: 'email',
  Country: 'country',
  GroupCode: 'group_name',
}

interface PartnerRow extends Record<string, unknown> {
  partner: JsonObject
}

/** Business partners with their addresses, one row more than the page when there are more. */
export async function readPartners(store: SqlStore, query: ODataQuery): Promise<JsonObject[]> {
  const { rows } = await store.query<PartnerRow>(
    `select json_build_object(
       'CardCode', card_code, 'CardName', card_name, 'CardType', card_type, 'FederalTaxID', vat_id, 'EmailAddress', email,
       'Phone1', phone, 'CreditLimit', credit_limit, 'PriceListNum', price_list, 'Country', country, 'GroupCode', group_name,
       'LanguageCode', language, 'FreeText', free_text,
       'Valid', case when valid then 'tYES' else 'tNO' end,
       'BPAddresses', coalesce((select json_agg(json_build_object('AddressName', address_name, 'AddressName2', addressee, 'AddressType', type,
           'Street', street, 'ZipCode', zip, 'City', city, 'Country', country) order by type, address_name)
           from address a where a.card_code = business_partner.card_code), '[]'::json)) as partner
     from business_partner where ${query.where} order by ${query.orderBy}
     limit ${query.top + (query.paged ? 1 : 0)} offset ${query.skip}`,
    query.params,
  )
  return rows.map((row) => row.partner)
}
