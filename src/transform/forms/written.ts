import type { ColumnType } from '../../core/rows/column-type.ts'
import type { ColumnTransform } from '../../core/rows/table-transform.ts'
import { readTreatment, treatmentObjection } from '../../core/treatment/read-treatment.ts'
import type { WrittenTreatment } from '../../core/treatment/settings.ts'
import type { OnInvalid, Treatment } from '../../core/treatment/treatment.ts'
import type { BuildContext, Preparation } from '../strategy.ts'

/** The treatments that settings hold, as far as they are ones. */
export function readable(written: readonly WrittenTreatment[], onInvalid: OnInvalid): Treatment[] {
  return written.filter((one) => treatmentObjection(one) === undefined).map((one) => readTreatment(one, onInvalid))
}

/** What is wrong with a treatment within settings, each sentence beginning with where it is. */
export function checkWritten(
  written: WrittenTreatment,
  context: BuildContext,
  column: ColumnType,
  where: string,
): string[] {
  const objection = treatmentObjection(written)
  if (objection !== undefined) return [`${where}: the treatment ${objection}`]
  return context
    .checkNested(readTreatment(written, context.onInvalid), column)
    .map((sentence) => `${where}: ${sentence}`)
}

export function buildWritten(
  written: WrittenTreatment,
  context: BuildContext,
  column: ColumnType,
): ColumnTransform | undefined {
  return context.nested(readTreatment(written, context.onInvalid), column)
}

export function prepareWritten(
  written: WrittenTreatment,
  context: BuildContext,
  column: ColumnType,
): readonly Preparation[] {
  return context.prepareNested(readTreatment(written, context.onInvalid), column)
}
