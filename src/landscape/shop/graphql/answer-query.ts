import type { DocumentNode, ExecutionResult, GraphQLError, GraphQLSchema } from 'graphql'
import { refusalOf } from '../../routes.ts'
import { depthOf } from './depth.ts'
import { schemaText } from './schema-text.ts'

export interface GraphQlRequest {
  query: string
  variables: { readonly [name: string]: unknown }
  operationName?: string
}

/** What a request came to, in GraphQL's shape. Without `data` nothing was done. */
export type GraphQlAnswer = Pick<ExecutionResult, 'data' | 'errors'>

const mostTokens = 1_000
/** As deep as the introspection of the usual tools, no deeper. */
const deepest = 16

let schema: GraphQLSchema | undefined

/**
 * Answers one request by these resolvers. Refusals become errors with their code; what is a bug of ours is thrown. The
 * library is loaded with the first request, since most landscapes are never asked.
 */
export async function answerQuery(
  { query, variables, operationName }: GraphQlRequest,
  resolvers: object,
): Promise<GraphQlAnswer> {
  const { buildSchema, execute, parse, validate, GraphQLError } = await import('graphql')
  schema ??= buildSchema(schemaText)
  let document: DocumentNode
  try {
    document = parse(query, { maxTokens: mostTokens })
  } catch (thrown) {
    if (thrown instanceof GraphQLError) return { errors: [thrown] }
    throw thrown
  }
  const errors = validate(schema, document)
  if (errors.length > 0) return { errors }
  if (depthOf(document) > deepest)
    return { errors: [new GraphQLError(`The query has more than ${deepest} selections within each other.`)] }
  const { data, errors: failed } = await execute({
    schema,
    document,
    rootValue: resolvers,
    variableValues: variables,
    ...(operationName !== undefined && { operationName }),
  })
  return {
    ...(data !== undefined && { data }),
    ...(failed && { errors: failed.map((error) => refusedOf(error, GraphQLError)) }),
  }
}

/** The error with the code of the refusal behind it. */
function refusedOf(error: GraphQLError, Kind: typeof GraphQLError): GraphQLError {
  const { originalError, nodes, path } = error
  if (originalError === undefined || originalError instanceof Kind) return error
  const refusal = refusalOf(originalError)
  if (refusal === undefined) throw originalError
  const { message, code, status } = refusal
  return new Kind(message, { extensions: { code, status }, ...(nodes && { nodes }), ...(path && { path }) })
}
