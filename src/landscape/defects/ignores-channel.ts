import {
  allPlaces,
  completePlaces,
  type PlanPublication,
  planPublication,
  publicationOf,
} from '../connector/catalogue/publication.ts'

/** The faulty twin of `planPublication`: a language that is complete in one channel is taken for complete in all. */
export const planForAnyChannel: PlanPublication = (entry, rules) => {
  const plan = planPublication(entry, rules)
  if (!plan.published) return plan
  const locales = new Set(completePlaces(entry, rules).map(({ locale }) => locale))
  return publicationOf(
    entry,
    allPlaces(rules).filter(({ locale }) => locales.has(locale)),
    [],
  )
}
