import { allPlaces, isOffered, type PlanPublication, publicationOf } from '../connector/catalogue/publication.ts'

/** The faulty twin of `planPublication`: what a product lacks keeps nobody from showing it, everywhere. */
export const publishAnyway: PlanPublication = (entry, rules) =>
  publicationOf(entry, isOffered(entry) ? allPlaces(rules) : [], [])
