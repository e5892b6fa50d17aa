/** What the backends of our own run; the tests try PostgreSQL's. */
export const images = { postgres: 'postgres:18.4', mongodb: 'mongo:8.0.4', kafka: 'apache/kafka:4.1.2' } as const

/**
 * The image with the registry in front of it that stands in for Docker Hub, when there is one. An image that names its
 * registry itself (`ghcr.io/…`, `localhost/…`) keeps it.
 */
export function imageName(image: string, registry?: string): string {
  if (registry === undefined || registry === '' || namesRegistry(image)) return image
  return `${registry.replace(/\/+$/, '')}/${image}`
}

function namesRegistry(image: string): boolean {
  const [first = '', ...rest] = image.split('/')
  return rest.length > 0 && (/[.:]/.test(first) || first === 'localhost')
}
