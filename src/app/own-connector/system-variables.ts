import type { RunningSystem } from '../../core/landscape.ts'

/** The URLs and credentials of systems as environment variables: `STANDIN_ERP_URL`, `STANDIN_SHOP_ACCESS_KEY`. */
export function systemVariables(systems: Iterable<RunningSystem>): Record<string, string> {
  const entries = [...systems].flatMap(({ name, url, storeUrl, credentials }) => {
    const values = { ...(url !== undefined && { url }), ...(storeUrl !== undefined && { storeUrl }), ...credentials }
    return Object.entries(values).map(([key, value]) => [`STANDIN_${upper(name)}_${upper(key)}`, value] as const)
  })
  return Object.fromEntries(entries)
}

function upper(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase()
}
