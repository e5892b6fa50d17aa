import type { ReportGaps } from '../connector/catalogue/gap-notices.ts'

/** The faulty twin of `reportGaps`: a product that is not published is left out, and nobody hears of it. */
export const skipSilently: ReportGaps = async () => undefined
