import { type HttpHandler, HttpResponse } from 'msw'
import type { JsonObject } from '../../core/json.ts'
import type { SqlSession, SqlStore } from '../../core/sql-store.ts'
import { Refusal } from '../refusal.ts'
import type { ApiCall, Route } from '../routes.ts'

export const settingsTable = `
create table system_config (
  configuration_key text primary key,
  configuration_value jsonb not null
);`

/** What the shop's people can set, under the keys of the API. */
const defaults = {
  /** What a delivery costs, as a decimal text. */
  'core.cart.shippingCosts': '0.00',
  /** Whether carts are calculated by the promotion engine. */
  'core.cart.promotions': false,
  /** Whether strangers see nothing. */
  'core.loginRegistration.closedShop': false,
} as const

export interface ShopSettings {
  shippingCosts: string
  promotions: boolean
  closedShop: boolean
}

/** Reads the settings once, and again when they have been set over the API. */
export interface SettingsBook {
  read(): Promise<ShopSettings>
  forget(): void
}

export function settingsBook(session: SqlSession): SettingsBook {
  let kept: Promise<ShopSettings> | undefined
  return {
    read() {
      if (kept !== undefined) return kept
      const reading = readSettings(session)
      kept = reading
      // What could not be read is read again.
      reading.catch(() => {
        if (kept === reading) kept = undefined
      })
      return reading
    },
    forget() {
      kept = undefined
    },
  }
}

async function readSettings(session: SqlSession): Promise<ShopSettings> {
  const { rows } = await session.query<{ settings: JsonObject | null }>(
    'select jsonb_object_agg(configuration_key, configuration_value) as settings from system_config',
  )
  const settings: JsonObject = { ...defaults, ...rows[0]?.settings }
  return {
    shippingCosts: String(settings['core.cart.shippingCosts']),
    promotions: settings['core.cart.promotions'] === true,
    closedShop: settings['core.loginRegistration.closedShop'] === true,
  }
}

export function settingsRoutes(
  route: Route,
  store: SqlStore,
  book: SettingsBook,
  requireAdmin: (call: ApiCall) => void,
): HttpHandler[] {
  return [
    route('get', '/api/_action/system-config', async (call) => {
      requireAdmin(call)
      const { rows } = await store.query<{ settings: JsonObject | null }>(
        'select jsonb_object_agg(configuration_key, configuration_value) as settings from system_config',
      )
      return HttpResponse.json({ ...defaults, ...rows[0]?.settings })
    }),
    route('post', '/api/_action/system-config', async (call) => {
      requireAdmin(call)
      const settings = Object.entries(await call.json())
      for (const [key, value] of settings) requireFitting(key, value)
      await store.query(
        `insert into system_config select key, value from jsonb_each($1)
         on conflict (configuration_key) do update set configuration_value = excluded.configuration_value`,
        [JSON.stringify(Object.fromEntries(settings))],
      )
      book.forget()
      return new HttpResponse(null, { status: 204 })
    }),
  ]
}

function requireFitting(key: string, value: unknown): void {
  const usual: unknown = Object.hasOwn(defaults, key) ? defaults[key as keyof typeof defaults] : undefined
  if (usual === undefined || typeof value !== typeof usual)
    throw new Refusal(400, 'FRAMEWORK__INVALID_CONFIGURATION', `${key.slice(0, 60)} is not known, or of another type`)
  if (typeof value === 'string' && !/^\d{1,6}\.\d{2}$/.test(value))
    throw new Refusal(400, 'FRAMEWORK__INVALID_CONFIGURATION', `${key} must be a decimal text such as "4.95"`)
}
