interface Context {
  systems: Record<string, { query?(text: string, params?: unknown[]): Promise<Record<string, unknown>[]> }>
}

/** The units of an article that the OMS has on hand, over all warehouses. */
export async function run(input: { sku: string }, { systems }: Context): Promise<{ units: number }> {
  const rows = await systems.oms?.query?.('select sum(on_hand)::int as units from stock where sku = $1', [input.sku])
  const units = rows?.[0]?.units
  if (typeof units !== 'number') throw new Error(`the OMS has no stock of ${input.sku}`)
  return { units }
}
