import type { ByteSink } from '../../core/rows/byte-sink.ts'
import {
  putBritishVatId,
  putCompanyNumber,
  putEin,
  putFileNumber,
  putItin,
  putNino,
  putSsn,
  putUtr,
} from './english-numbers.ts'
import {
  putAustrianInsuranceNumber,
  putAustrianRegisterNumber,
  putAustrianTaxNumber,
  putAustrianVatId,
  putGermanRegisterNumber,
  putGermanTaxId,
  putGermanTaxNumber,
  putGermanVatId,
} from './german-numbers.ts'
import { putCodiceFiscale, putItalianVatId, putPartitaIva, putRea } from './italian-numbers.ts'
import type { Locale } from './locales.ts'
import type { Persona } from './persona.ts'
import { putNip, putPesel, putPolishVatId, putRegon } from './polish-numbers.ts'
import { putCompanyInn, putOgrn, putPersonInn, putSnils } from './russian-numbers.ts'

export type Put = (persona: Persona, out: ByteSink) => void

/** The numbers that authorities give out, by locale. */
export interface Identifiers {
  vatId: Put
  taxNumber: Put
  nationalId: Put
  registerNumber: Put
}

/** In characters, of any locale. */
export const longestIdentifiers: Record<keyof Identifiers, number> = {
  vatId: 13,
  taxNumber: 13,
  nationalId: 16,
  registerNumber: 13,
}

export const identifiers: Record<Locale, Identifiers> = {
  de: {
    vatId: putGermanVatId,
    taxNumber: putGermanTaxNumber,
    nationalId: putGermanTaxId,
    registerNumber: putGermanRegisterNumber,
  },
  'de-AT': {
    vatId: putAustrianVatId,
    taxNumber: putAustrianTaxNumber,
    nationalId: putAustrianInsuranceNumber,
    registerNumber: putAustrianRegisterNumber,
  },
  pl: { vatId: putPolishVatId, taxNumber: putNip, nationalId: putPesel, registerNumber: putRegon },
  it: { vatId: putItalianVatId, taxNumber: putPartitaIva, nationalId: putCodiceFiscale, registerNumber: putRea },
  ru: { vatId: putCompanyInn, taxNumber: putPersonInn, nationalId: putSnils, registerNumber: putOgrn },
  'en-GB': { vatId: putBritishVatId, taxNumber: putUtr, nationalId: putNino, registerNumber: putCompanyNumber },
  en: { vatId: putEin, taxNumber: putItin, nationalId: putSsn, registerNumber: putFileNumber },
}
