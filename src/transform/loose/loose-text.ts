import { firstNames, loadFirstNames } from '../scrub/first-names.ts'
import { spansOfNames } from '../scrub/names.ts'
import { wordsOf } from '../scrub/normalize.ts'
import { spansByForm } from '../scrub/patterns.ts'
import { type Span, withoutSpans } from '../scrub/span.ts'
import type { StandInKind } from './field-kinds.ts'
import { isForm, type StandInFor } from './stand-ins.ts'

/** Texts of which nobody has said what they hold. */
export interface LooseText {
  /** Words of this value are replaced wherever they turn up. */
  learn(kind: StandInKind, value: string): void
  /** Without what is personal by its form, after a word such as "Herr", by a first name, or as part of a value that was learnt. */
  text(value: string): string
}

/** What the marker of a form stands for. Addresses of the web are looked at part by part. */
const byMarker: Readonly<Record<string, StandInKind>> = {
  '[email]': 'email',
  '[iban]': 'iban',
  '[phone]': 'phone',
  '[street]': 'streetLine',
  '[date]': 'birthDate',
  '[place]': 'shape',
  '[id]': 'shape',
  '[number]': 'shape',
  '[name]': 'name',
}

/** Of such values, the words that they are made of are learnt, and not only the whole. */
const inWords = new Set<StandInKind>(['firstName', 'lastName', 'name', 'company', 'streetLine', 'city', 'login'])
const shortestWord = 3
const plain =
  /^(?:[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}|\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?|-?\d{1,8}(?:[.,]\d+)?)$/i

export async function openLooseText(standIn: StandInFor): Promise<LooseText> {
  await loadFirstNames()
  const names = { lexicon: undefined, firstNames: firstNames(), keep: new Set<string>() }
  const learnt = new Map<string, StandInKind>()

  const learntSpans = (text: string): Span[] => {
    if (learnt.size === 0) return []
    const spans: Span[] = []
    for (const match of text.matchAll(/[\p{L}\p{M}\p{N}'’]+/gu)) {
      const kind = learnt.get(match[0].toLowerCase())
      if (kind === undefined) continue
      spans.push({ start: match.index, end: match.index + match[0].length, replacement: standIn(kind, match[0]) })
    }
    return spans
  }

  return {
    learn(kind, value) {
      const words = inWords.has(kind) ? (value.match(/[\p{L}\p{M}'’]+/gu) ?? []) : []
      const single = /^[\p{L}\p{M}\p{N}'’]+$/u.test(value) ? [value] : []
      for (const [index, word] of [...words, ...single].entries()) {
        if (word.length < shortestWord || isForm(word)) continue
        const ofWord =
          kind === 'name' || kind === 'company' ? (index === words.length - 1 ? 'lastName' : 'firstName') : kind
        const key = word.toLowerCase()
        if (!learnt.has(key)) learnt.set(key, ofWord === 'streetLine' || ofWord === 'city' ? 'shape' : ofWord)
      }
    },
    text(value) {
      if (plain.test(value)) return value
      const spans = [...spansByForm(value, undefined), ...spansOfNames(value, wordsOf(value), names)].flatMap(
        (span) => {
          const kind = byMarker[span.replacement]
          return kind === undefined ? [] : [{ ...span, replacement: standIn(kind, value.slice(span.start, span.end)) }]
        },
      )
      const found = [...spans, ...hostSpans(value, standIn), ...learntSpans(value)]
      return found.length === 0 ? value : withoutSpans(value, found)
    },
  }
}

/** Addresses of version 4 of the Internet Protocol. */
function hostSpans(text: string, standIn: StandInFor): Span[] {
  return [
    ...text.matchAll(/(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.])/g),
  ].map(({ index, 0: found }) => ({
    start: index,
    end: index + found.length,
    replacement: standIn('remoteAddress', found),
  }))
}
