import type { Faker } from '@faker-js/faker'

export type Provider = (...args: unknown[]) => unknown

/** Providers whose values may be somebody's, or lead to somebody's server; and what to use instead. */
const refused: Readonly<Record<string, string>> = {
  'internet.email': 'its addresses are at real providers; use internet.exampleEmail, or a persona',
  'internet.domainName': 'its domains may be somebody’s; use a template that ends with .example',
  'internet.url': 'its domains may be somebody’s; use a template that ends with .example',
  'internet.ip': 'its addresses may be somebody’s; use generalize with network',
  'internet.ipv4': 'its addresses may be somebody’s; use generalize with network',
  'internet.ipv6': 'its addresses may be somebody’s; use generalize with network',
  'image.avatar': 'its pictures are on real servers',
  'image.avatarGitHub': 'its pictures are on real servers',
  'image.personPortrait': 'its pictures are on real servers',
  'image.url': 'its pictures are on real servers',
  'image.urlLoremFlickr': 'its pictures are on real servers',
  'image.urlPicsumPhotos': 'its pictures are on real servers',
  'phone.number': 'its numbers may be somebody’s; use a persona',
  'finance.creditCardNumber': 'its numbers may be a live issuer’s; use a mask',
  'finance.iban': 'its numbers may be somebody’s; use a persona',
  'git.commitEntry': 'its addresses are at real providers',
}

/** Why a provider is not used; `undefined` where nothing is against it. */
export function refusalOf(path: string): string | undefined {
  return Object.hasOwn(refused, path) ? refused[path] : undefined
}

/** The function at a path such as `commerce.productName`. */
export function providerAt(faker: Faker, path: string): Provider | undefined {
  const [group = '', name = '', ...more] = path.split('.')
  if (more.length > 0 || !providerPaths(faker).includes(path)) return undefined
  const module = Object.entries(faker).find(([key]) => key === group)?.[1] as
    | Readonly<Record<string, Provider>>
    | undefined
  const provider = module?.[name]
  return provider && ((...args) => provider.apply(module, args))
}

/** All paths that Faker has. */
export function providerPaths(faker: Faker): string[] {
  return Object.entries(faker).flatMap(([group, module]: [string, unknown]) => {
    if (typeof module !== 'object' || module === null || group === 'fakerCore' || group === 'helpers') return []
    const names = new Set<string>()
    for (let at: unknown = module; at !== Object.prototype && at !== null; at = Object.getPrototypeOf(at))
      for (const name of Object.getOwnPropertyNames(at)) names.add(name)
    const functions = [...names].filter(
      (name) => name !== 'constructor' && typeof (module as Readonly<Record<string, unknown>>)[name] === 'function',
    )
    return functions.map((name) => `${group}.${name}`)
  })
}
