import { HttpResponse } from 'msw'
import type { Clock } from '../../core/clock.ts'
import { isJsonObject, type JsonObject } from '../../core/json.ts'
import type { Mirror } from '../mirror.ts'
import type { Refusal } from '../refusal.ts'
import { routesWith } from '../routes.ts'
import { getInventories, getInventoryWarehouses } from './inventory.ts'
import { type HubSystems, hubRefusal, type Method } from './method.ts'
import { addOrder } from './new-order.ts'
import { getOrderStatusList, getOrders, setOrderStatus } from './orders.ts'
import { getInventoryProductsData, getInventoryProductsList, getInventoryProductsStock } from './products.ts'
import { requestLimit } from './request-limit.ts'
import { updateInventoryProductsPrices, updateInventoryProductsStock } from './update-products.ts'

export interface HubOptions extends HubSystems {
  clock: Clock
  token: string
}

export const hubMethods: Readonly<Record<string, Method>> = {
  getInventories,
  getInventoryWarehouses,
  getInventoryProductsList,
  getInventoryProductsData,
  getInventoryProductsStock,
  updateInventoryProductsStock,
  updateInventoryProductsPrices,
  getOrderStatusList,
  getOrders,
  addOrder,
  setOrderStatus,
}

/** A marketplace hub in the shape of BaseLinker's API, over the shop's and the OMS's own stores: one address, a form. */
export function hubMirror({ clock, token, ...systems }: HubOptions): Mirror {
  const limit = requestLimit(clock)
  return {
    refuse: hubError,
    handlers: [
      routesWith(hubError)('post', '/connector.php', async ({ request, correlationId }) => {
        if (request.headers.get('x-bltoken') !== token) throw hubRefusal('ERROR_BAD_TOKEN', 'Invalid user token.')
        limit()
        const { method, parameters } = await formIn(request)
        const run = Object.hasOwn(hubMethods, method) ? hubMethods[method] : undefined
        if (run === undefined) throw hubRefusal('ERROR_UNKNOWN_METHOD', 'An unknown method has been used.')
        const call = { now: clock.now(), ...(correlationId !== undefined && { correlationId }) }
        return HttpResponse.json({ status: 'SUCCESS', ...(await run(systems, parameters, call)) })
      }),
    ],
  }
}

async function formIn(request: Request): Promise<{ method: string; parameters: JsonObject }> {
  const form = await request.formData().catch(() => {
    throw hubRefusal('ERROR_BAD_PARAMETERS', 'The request must be a form with the fields method and parameters.')
  })
  const text = String(form.get('parameters') ?? '').trim()
  let parameters: unknown
  try {
    parameters = text === '' || text === '[]' ? {} : JSON.parse(text)
  } catch {
    parameters = undefined
  }
  if (!isJsonObject(parameters as never)) throw hubRefusal('ERROR_BAD_PARAMETERS', 'parameters must be a JSON object.')
  return { method: String(form.get('method') ?? ''), parameters: parameters as JsonObject }
}

/** What is refused is told in the body of an ordinary answer; only an outage has a status of its own. */
function hubError({ status, code, message }: Refusal): Response {
  const known = code.startsWith('ERROR_') ? code : status >= 500 ? 'ERROR_UNAVAILABLE' : 'ERROR_BAD_PARAMETERS'
  const body = { status: 'ERROR', error_code: known, error_message: message }
  return HttpResponse.json(body, { status: status >= 500 ? status : 200 })
}
