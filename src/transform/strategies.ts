import { constant } from './strategies/constant.ts'
import { each } from './strategies/each.ts'
import { fakerProvider } from './strategies/faker.ts'
import { fields } from './strategies/fields.ts'
import { userFunction } from './strategies/function.ts'
import { generalize } from './strategies/generalize.ts'
import { json } from './strategies/json.ts'
import { keep } from './strategies/keep.ts'
import { mask } from './strategies/mask.ts'
import { noise } from './strategies/noise.ts'
import { nothing } from './strategies/null.ts'
import { permute } from './strategies/permute.ts'
import { persona } from './strategies/persona.ts'
import { redact } from './strategies/redact.ts'
import { scrub } from './strategies/scrub.ts'
import { shift } from './strategies/shift.ts'
import { shuffle } from './strategies/shuffle.ts'
import { template } from './strategies/template.ts'
import { token } from './strategies/token.ts'
import { when } from './strategies/when.ts'
import type { StrategyDefinition } from './strategy.ts'

/** Every way to replace a value, by the name that a policy calls it. */
export const strategies = {
  keep,
  null: nothing,
  constant,
  redact,
  mask,
  token,
  permute,
  persona,
  faker: fakerProvider,
  shift,
  noise,
  generalize,
  shuffle,
  template,
  json,
  each,
  fields,
  scrub,
  when,
  function: userFunction,
} as const satisfies Record<string, StrategyDefinition>
