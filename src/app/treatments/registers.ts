import type { KeyedFunction } from '../../core/keyed/keyed-function.ts'
import type { TreatmentPlan } from '../../policy/plan.ts'
import { localeVisitor, referenceVisitor } from '../../transform/identities/fill-register.ts'
import { type IdentityOptions, openIdentity } from '../../transform/identities/open-identity.ts'
import { type IdentityRegister, identityRegister } from '../../transform/identities/register.ts'
import { localeNamed } from '../../transform/personas/locales.ts'
import type { Scan } from '../../transform/strategy.ts'

/** The registers of a plan. Only those that somebody asked for are ever filled. */
export interface Registers {
  /** The register of this name; empty until `scans` have been run. */
  get(name: string): IdentityRegister
  /** The locale of an identity of which nothing says another. */
  defaultLocaleOf(identity: string): number
  /** How the locale of an identity is found where its home is not at hand. Asks for the register of locales. */
  localeOf(identity: string): IdentityOptions['locale']
  /** What fills the registers that were asked for, in an order in which each finds what it needs. */
  scans(): readonly Scan[]
}

export function registersOf(plan: TreatmentPlan, keyed: KeyedFunction): Registers {
  const registers = new Map<string, IdentityRegister>()
  const kinds = new Map(plan.scans.map(({ register, kind }) => [register, kind]))
  const get = (name: string): IdentityRegister => {
    const known = registers.get(name)
    if (known !== undefined) return known
    const register = identityRegister({ codes: kinds.get(name) === 'through' })
    registers.set(name, register)
    return register
  }
  const defaultLocaleOf = (identity: string): number =>
    localeNamed(plan.identities.get(identity)?.identity.locale.default ?? '')
  const localeOf = (identity: string): IdentityOptions['locale'] => {
    const usual = { default: defaultLocaleOf(identity) }
    const locales = plan.identities.get(identity)?.locales
    return locales === undefined ? usual : { ...usual, register: get(locales) }
  }
  const visitorOf = (scan: TreatmentPlan['scans'][number]): Scan['visit'] => {
    const { register, identity: name, through } = scan
    if (scan.kind === 'locales') {
      const locale = { default: defaultLocaleOf(name), field: 1 }
      return localeVisitor(get(register), openIdentity({ name, keyed, field: 0, locale }))
    }
    const options = { name, keyed, field: 1, locale: localeOf(name) }
    const identity = openIdentity(through === undefined ? options : { ...options, through: get(through) })
    return referenceVisitor(get(register), identity, 0)
  }
  return {
    get,
    defaultLocaleOf,
    localeOf,
    scans() {
      const scans: Scan[] = []
      // From the last to the first, so that what a register needs is asked for before its turn.
      for (const scan of plan.scans.toReversed())
        if (registers.has(scan.register)) {
          const { system, columns } = scan
          const visit = visitorOf(scan)
          scans.unshift(...scan.tables.map((table) => ({ system, table, columns, visit })))
        }
      return scans
    },
  }
}
