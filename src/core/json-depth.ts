import { StandinError } from './error.ts'

/** How many lists and objects of an answer may lie within each other, so that whatever looks at it has stack enough. */
export const deepestAnswer = 500

/** Why an answer is not looked at. */
export function tooDeep(): StandinError {
  return new StandinError('finding', {
    code: 'answer.too-deep',
    message: `the answer is nested deeper than ${deepestAnswer} levels`,
  })
}

/** Throws `answer.too-deep` for the text of JSON before it is parsed. */
export function refuseDeepJson(text: string): void {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at)
    if (character === quote) at = endOfText(text, at)
    else if (character === openList || character === openObject) depth++
    else if (character === closeList || character === closeObject) depth--
    if (depth > deepestAnswer) throw tooDeep()
  }
}

const [quote, backslash, openList, closeList, openObject, closeObject] = [0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d] as const

/** The index of the quotation mark that ends a text. */
function endOfText(text: string, start: number): number {
  let end = text.indexOf('"', start + 1)
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1)
  return end === -1 ? text.length : end
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0
  while (text.charCodeAt(at - 1 - slashes) === backslash) slashes++
  return slashes % 2 === 1
}
