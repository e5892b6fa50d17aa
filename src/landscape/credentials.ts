import type { LandscapeFile } from './format.ts'
import { type MirroredSystem, type MirroredSystemName, mirroredSystems } from './systems.ts'

export type Credentials = {
  [Name in MirroredSystemName]: Record<(typeof mirroredSystems)[Name]['credentials'][number], string>
}

/** What clients of the mirrors need: what the landscape says, else made anew. */
export function credentialsFor({ systems }: LandscapeFile, newSecret: () => string): Credentials {
  const all: Readonly<Record<string, MirroredSystem>> = mirroredSystems
  const entries = Object.entries(all).map(([name, { credentials }]) => {
    const api = systems[name]?.api
    const said = api !== undefined && 'mirror' in api ? api.credentials : undefined
    return [name, Object.fromEntries(credentials.map((credential) => [credential, said?.[credential] ?? newSecret()]))]
  })
  return Object.fromEntries(entries) as Credentials
}
