import type { JsonObject } from '../../../core/json.ts'
import type { ApiClient } from '../../http-client.ts'

/** How far the catalogue is known: the latest change of each system, by that system's own clock. ISO 8601. */
export interface Watermark {
  pim: string
  erp: string
}

const path = '/watermarks/catalogue'

/** `undefined` when nothing is known, so that everything has to be exchanged. */
export async function readWatermark(oms: ApiClient): Promise<Watermark | undefined> {
  const { status, body } = await oms('GET', path, { accept: [404] })
  return status === 404 ? undefined : (body.position as unknown as Watermark)
}

export async function writeWatermark(oms: ApiClient, position: Watermark): Promise<void> {
  await oms('PUT', path, { body: { position } })
}

/** The watermark behind these records; it never goes back. */
export function watermarkBehind(
  products: readonly JsonObject[],
  items: readonly JsonObject[],
  before: Watermark = { pim: '1970-01-01T00:00:00.000Z', erp: '1970-01-01T00:00:00.000Z' },
): Watermark {
  return {
    pim: latest(
      products.map(({ updated }) => updated),
      before.pim,
    ),
    erp: latest(
      items.map(({ UpdateDate }) => UpdateDate),
      before.erp,
    ),
  }
}

function latest(moments: readonly unknown[], before: string): string {
  const instants = moments.map((moment) => Date.parse(String(moment))).filter(Number.isFinite)
  return new Date(instants.reduce((a, b) => Math.max(a, b), Date.parse(before))).toISOString()
}
