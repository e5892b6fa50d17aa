import type { OpenApiDocument, Operation } from './openapi-document.ts'

export interface FoundOperation {
  operation: Operation
  /** The parts of the path that the template leaves open, decoded. */
  variables: Readonly<Record<string, string>>
}

/**
 * The operation that a request uses: a path without variables wins over one with them. Gives the methods that the path
 * has when only the method is unknown.
 */
export function findOperation(
  { operations, basePaths }: OpenApiDocument,
  method: string,
  path: string,
): FoundOperation | { methods: readonly string[] } {
  const shortened = basePaths.filter((base) => path.startsWith(`${base}/`)).map((base) => path.slice(base.length))
  const fitting = operations
    .flatMap((operation) => {
      const variables = [path, ...shortened].map((one) => variablesOf(operation.path, one)).find(Boolean)
      return variables === undefined ? [] : [{ operation, variables }]
    })
    .sort((a, b) => Object.keys(a.variables).length - Object.keys(b.variables).length)
  const found = fitting.find(({ operation }) => operation.method === method)
  return found ?? { methods: [...new Set(fitting.map(({ operation }) => operation.method))] }
}

function variablesOf(template: string, path: string): Record<string, string> | undefined {
  const wanted = template.replace(/\/$/, '').split('/')
  const given = path.replace(/\/$/, '').split('/')
  if (wanted.length !== given.length) return undefined
  const variables: Record<string, string> = {}
  for (const [index, segment] of wanted.entries()) {
    const names = [...segment.matchAll(/\{([^}]*)\}/g)].map(([, name]) => name ?? '')
    const pattern = segment
      .split(/\{[^}]*\}/)
      .map(escaped)
      .join('(.+)')
    const match = new RegExp(`^${pattern}$`).exec(given[index] ?? '')
    if (match === null) return undefined
    for (const [position, name] of names.entries()) variables[name] = decoded(match[position + 1] ?? '')
  }
  return variables
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
