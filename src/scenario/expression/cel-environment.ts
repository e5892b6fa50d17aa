import { Environment } from '@marcbachmann/cel-js'
import { compare, Decimal, decimalOf, minus, negative, plus, round, times } from './decimal.ts'
import { type Declarations, type FieldType, isUntyped, type RecordType } from './declarations.ts'
import { percentile } from './percentile.ts'

const mostPlaces = 100n

let shared: Environment | undefined
const cache = new WeakMap<Declarations, Environment>()

/** CEL with numbers that mix, with decimals, and with those of the names declared whose type is known. */
export function environmentOf(declarations: Declarations): Environment {
  const typed = declarations.base ?? declarations
  const known = cache.get(typed)
  if (known !== undefined) return known
  const environment = sharedEnvironment().clone()
  for (const name of typed.names.keys()) {
    const type = typed.names.get(name)
    if (type === undefined || isUntyped(type)) continue
    if (typeof type === 'string') environment.registerVariable(name, type)
    else environment.registerVariable({ name, schema: schemaOf(type) })
  }
  cache.set(typed, environment)
  return environment
}

function schemaOf({ fields }: RecordType): Record<string, FieldType> {
  return Object.fromEntries([...fields.keys()].map((field) => [field, fields.get(field) ?? 'dyn']))
}

function sharedEnvironment(): Environment {
  shared ??= withDecimals(withMixedNumbers(emptyEnvironment()))
  return shared
}

function emptyEnvironment(): Environment {
  return new Environment({
    // Names are checked by ourselves, so that one environment serves all expressions of a file.
    unlistedVariablesAreDyn: true,
    homogeneousAggregateLiterals: false,
    limits: { maxAstNodes: 1_000, maxDepth: 50, maxListElements: 200, maxMapEntries: 200, maxCallArguments: 10 },
  })
}

type Arithmetic = (a: number, b: number) => number

const arithmetic: Record<string, Arithmetic> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
}

/** JSON's numbers are doubles and literals are ints: `vars.quantity * 2` must work, and so must `stock.onHand - 1`. */
function withMixedNumbers(environment: Environment): Environment {
  for (const [operator, apply] of Object.entries(arithmetic)) {
    const handler = (a: number | bigint, b: number | bigint) => apply(Number(a), Number(b))
    environment.registerOperator(`int ${operator} double: double`, handler)
    environment.registerOperator(`double ${operator} int: double`, handler)
  }
  environment.registerOperator('double % double: double', (a: number, b: number) => a % b)
  environment.registerOperator('int == double', (a: bigint, b: number) => Number(a) === b)
  const isAmong = (a: number | bigint, b: readonly (number | bigint)[]) => b.some((item) => Number(item) === Number(a))
  for (const pair of ['double in list<int>', 'int in list<double>']) {
    environment.registerOperator(pair, isAmong)
    // The same for values whose type shows at run time only; without it, CEL's own overload and ours would both fit.
    environment.registerOperator(`dyn<${pair.replace(' ', '> ')}`, isAmong)
  }
  return environment
}

function withDecimals(environment: Environment): Environment {
  environment.registerType('Decimal', { ctor: Decimal, fields: {} })
  for (const from of ['string', 'int', 'double']) environment.registerFunction(`decimal(${from}): Decimal`, decimal)
  environment.registerFunction('decimal(Decimal): Decimal', (value: Decimal) => value)
  environment.registerFunction('string(Decimal): string', String)
  environment.registerFunction('double(Decimal): double', (value: Decimal) => Number(String(value)))
  environment.registerFunction('round(Decimal, int): Decimal', roundTo)
  for (const share of ['int', 'double'])
    environment.registerFunction(`percentile(list, ${share}): double`, percentileOf)
  environment.registerOperator('-Decimal', negative)
  for (const [left, right] of [
    ['Decimal', 'Decimal'],
    ['Decimal', 'int'],
    ['int', 'Decimal'],
    ['Decimal', 'double'],
    ['double', 'Decimal'],
  ] as const) {
    registerPair(environment, left, right)
  }
  return environment
}

function registerPair(environment: Environment, left: string, right: string): void {
  const lift =
    <T>(apply: (a: Decimal, b: Decimal) => T) =>
    (a: Operand, b: Operand): T =>
      apply(decimal(a), decimal(b))
  environment.registerOperator(`${left} + ${right}: Decimal`, lift(plus))
  environment.registerOperator(`${left} - ${right}: Decimal`, lift(minus))
  environment.registerOperator(`${left} * ${right}: Decimal`, lift(times))
  environment.registerOperator(
    `${left} < ${right}`,
    lift((a, b) => compare(a, b) < 0),
  )
  environment.registerOperator(
    `${left} <= ${right}`,
    lift((a, b) => compare(a, b) <= 0),
  )
  environment.registerOperator(
    `${left} > ${right}`,
    lift((a, b) => compare(a, b) > 0),
  )
  environment.registerOperator(
    `${left} >= ${right}`,
    lift((a, b) => compare(a, b) >= 0),
  )
  // Equality is symmetric by itself.
  if (left === 'Decimal')
    environment.registerOperator(
      `${left} == ${right}`,
      lift((a, b) => compare(a, b) === 0),
    )
}

type Operand = Decimal | bigint | number | string

/** Thrown by our own functions; its message holds no values. */
export class UnsuitableValue extends Error {}

function decimal(value: Operand): Decimal {
  const number = value instanceof Decimal ? value : decimalOf(value)
  if (number === undefined) throw new UnsuitableValue('decimal() wants a decimal number such as "12.50"')
  return number
}

function percentileOf(values: readonly unknown[], share: bigint | number): number {
  const found = percentile(values, Number(share))
  if (found === undefined) throw new UnsuitableValue('percentile() wants a list of numbers, and a share from 0 to 100')
  return found
}

function roundTo(value: Decimal, places: bigint): Decimal {
  if (places < 0n || places > mostPlaces) throw new UnsuitableValue(`round() wants 0 to ${mostPlaces} places`)
  return round(value, Number(places))
}
