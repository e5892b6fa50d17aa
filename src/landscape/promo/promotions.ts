import type { Instant } from '../../core/clock.ts'
import type { JsonObject } from '../../core/json.ts'
import type { SqlSession, SqlStore } from '../../core/sql-store.ts'
import { objectField, optionalText, textField } from '../fields.ts'
import { Refusal } from '../refusal.ts'
import type { Promotion } from './calculate.ts'
import { kinds, type PromotionKind, readRule } from './rules.ts'

/** Makes a promotion, or replaces the one of the same id, with the coupon codes that it needs. */
export async function savePromotion(store: SqlStore, id: string, body: JsonObject, now: Instant): Promise<JsonObject> {
  const kind = kinds.find((known) => known === body.kind)
  if (kind === undefined) throw new Refusal(400, 'invalid', `kind must be one of: ${kinds.join(', ')}`)
  const rule = readRule(kind, objectField(body, 'rule'))
  const coupons = readCoupons(body)
  return store.transaction(async (session) => {
    await session.query(
      `insert into promotion (id, kind, name, priority, active, valid_from, valid_to, needs_coupon, rule, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
       on conflict (id) do update set kind = excluded.kind, name = excluded.name, priority = excluded.priority,
         active = excluded.active, valid_from = excluded.valid_from, valid_to = excluded.valid_to,
         needs_coupon = excluded.needs_coupon, rule = excluded.rule`,
      [
        id,
        kind,
        textField(body, 'name'),
        readPriority(body),
        body.active !== false,
        optionalText(body, 'validFrom') ?? null,
        optionalText(body, 'validTo') ?? null,
        coupons.length > 0,
        JSON.stringify(rule),
        new Date(now),
      ],
    )
    await session.query(
      `insert into coupon (code, promotion_id, uses_left) select code, $1, uses from json_to_recordset($2) as c(code text, uses int)
       on conflict (code) do update set promotion_id = excluded.promotion_id, uses_left = excluded.uses_left`,
      [id, JSON.stringify(coupons)],
    )
    return { id, kind, coupons: coupons.map(({ code }) => code) }
  })
}

interface PromotionRow extends Record<string, unknown> {
  id: string
  kind: PromotionKind
  name: string
  priority: number
  rule: JsonObject
}

/** What applies at a moment to a cart with these coupon codes. */
export async function applicablePromotions(
  session: SqlSession,
  coupons: readonly string[],
  now: Instant,
): Promise<Promotion[]> {
  const { rows } = await session.query<PromotionRow>(
    `select id, kind, name, priority, rule from promotion p
     where active and (valid_from is null or valid_from <= $1) and (valid_to is null or valid_to > $1)
       and (not needs_coupon or exists (select 1 from coupon c where c.promotion_id = p.id and c.code = any($2)
         and (uses_left is null or uses_left > 0)))`,
    [new Date(now), coupons],
  )
  return rows as unknown as Promotion[]
}

function readCoupons(body: JsonObject): { code: string; uses: number | null }[] {
  if (body.coupons === undefined) return []
  if (!Array.isArray(body.coupons)) throw new Refusal(400, 'invalid', 'coupons must be a list')
  return body.coupons.map((entry) => {
    const coupon = objectField({ coupon: entry }, 'coupon')
    const { uses = null } = coupon
    if (uses !== null && (typeof uses !== 'number' || !Number.isInteger(uses) || uses < 0))
      throw new Refusal(400, 'invalid', 'uses must be a whole number')
    return { code: textField(coupon, 'code'), uses }
  })
}

function readPriority({ priority = 100 }: JsonObject): number {
  if (typeof priority !== 'number' || !Number.isInteger(priority) || priority < 0 || priority > 999_999)
    throw new Refusal(400, 'invalid', 'priority must be a whole number from 0 to 999,999')
  return priority
}
