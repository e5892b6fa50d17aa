import type { Failure } from '../../core/events.ts'
import type { Json } from '../../core/json.ts'
import type { ContractViolation } from '../../openapi/check-content.ts'
import { findOperation } from '../../openapi/find-operation.ts'
import { openApiDocument } from '../../openapi/openapi-document.ts'
import { schemaChecker } from '../../openapi/schema-checker.ts'
import { type ContractExchange, checkExchange } from './check-exchange.ts'

/** What systems and topics promise, and which of it a run has used. Shared by all scenarios of a run. */
export interface Contracts {
  /** In what an exchange with a system breaks its contract; nothing when it keeps it, or there is none. */
  exchange(system: string, exchange: ContractExchange): Promise<Failure | undefined>
  /** In what a message breaks the schema of its topic. */
  message(topic: string, value: Json): Promise<Failure | undefined>
  coverage(): Coverage[]
}

/** How much of a contract was used. */
export interface Coverage {
  system: string
  contract: string
  operations: number
  /** `GET /orders/{id}`, in the order of the contract. */
  unused: string[]
}

/** A contract's file, read but not yet understood. */
export interface ContractFile {
  /** As it was named. */
  file: string
  root: Json
}

export interface ContractFiles {
  systems: Readonly<Record<string, ContractFile>>
  topics: Readonly<Record<string, ContractFile>>
}

/** Throws the usage error `contract.document` for a file that is no OpenAPI document. Validators are loaded when needed. */
export function openContracts({ systems, topics }: ContractFiles): Contracts {
  const documents = new Map(
    Object.entries(systems).map(([system, { file, root }]) => {
      const document = openApiDocument(file, root)
      const dialect = document.version === '3.0' ? 'openapi-3.0' : '2020-12'
      const checkers = {
        request: schemaChecker(document.root, dialect, 'request'),
        response: schemaChecker(document.root, dialect, 'response'),
      }
      return [system, { document, checkers, used: new Set<string>() }] as const
    }),
  )
  const schemas = new Map(
    Object.entries(topics).map(([topic, { file, root }]) => {
      const stated = String((root as { $schema?: unknown } | null)?.$schema ?? '')
      const dialect = /20(19-09|20-12)/.test(stated) ? '2020-12' : 'draft-07'
      return [topic, { file, checker: schemaChecker(root, dialect, 'message') }] as const
    }),
  )
  return {
    async exchange(system, exchange) {
      const known = documents.get(system)
      if (known === undefined) return undefined
      const { document, checkers, used } = known
      const { method, url } = exchange
      const found = findOperation(document, method, url.pathname)
      if ('methods' in found) {
        const others = found.methods.length === 0 ? '' : `; the path has ${found.methods.join(', ')}`
        return { message: `${method} is not in the contract ${document.file} of ${system} (#/paths)${others}` }
      }
      used.add(found.operation.pointer)
      return failureOf(await checkExchange(exchange, found, document, checkers), document.file)
    },
    async message(topic, value) {
      const known = schemas.get(topic)
      if (known === undefined) return undefined
      const violations = await known.checker.check('#', value)
      const part = `the message's value`
      return failureOf(
        violations.map((violation) => ({ part, ...violation })),
        known.file,
      )
    },
    coverage: () =>
      [...documents].map(([system, { document, used }]) => ({
        system,
        contract: document.file,
        operations: document.operations.length,
        unused: document.operations
          .filter(({ pointer }) => !used.has(pointer))
          .map(({ method, path }) => `${method} ${path}`),
      })),
  }
}

function failureOf(violations: readonly ContractViolation[], file: string): Failure | undefined {
  const [first] = violations
  if (first === undefined) return undefined
  const more = violations.length === 1 ? '' : `, and ${violations.length - 1} more`
  return {
    message: `${described(first)} (contract ${file}, ${first.pointer})${more}`,
    ...(violations.length > 1 && {
      differences: violations.map(({ part, path, message, pointer }) => ({
        path: `${part} ${path}`,
        expected: `${message} (${pointer})`,
        actual: 'something else',
      })),
    }),
  }
}

function described({ part, path, message }: ContractViolation): string {
  return path === '$' ? `${part} ${message}` : `${part}: ${path} ${message}`
}
