import type { EnvironmentStatus } from '../../app/requests.ts'

/** `STANDIN_SHOP_URL=…`: what a program needs to use an environment, for shells, CI and files named `.env`. */
export function formatDotenv({ name, systems }: EnvironmentStatus): string {
  const variables: [string, string][] = [['STANDIN_ENVIRONMENT', name]]
  for (const system of systems) {
    const { url, storeUrl, credentials } = system
    const add = (field: string, value: string | undefined): void => {
      if (value !== undefined) variables.push([variable(system.name, field), value])
    }
    add('url', url)
    add('storeUrl', storeUrl)
    for (const [field, value] of Object.entries(credentials)) add(field, value)
  }
  return variables.map(([key, value]) => `${key}=${quoted(value)}\n`).join('')
}

/** `shop`, `accessKey`: STANDIN_SHOP_ACCESS_KEY. */
function variable(system: string, field: string): string {
  const words = field.replace(/[A-Z]/g, (letter) => `_${letter}`)
  return `STANDIN_${system}_${words}`.toUpperCase().replace(/[^A-Z0-9_]/g, '_')
}

/** As shells and dotenv files read it alike. */
function quoted(value: string): string {
  if (/^[\w./:@%+,=-]+$/.test(value)) return value
  if (!value.includes("'")) return `'${value}'`
  return `"${value.replace(/[\\"$`]/g, '\\$&')}"`
}
