const letters: Readonly<Record<string, string>> = { ß: 'ss', æ: 'a', ø: 'o', œ: 'o', ł: 'l', đ: 'd' }
const plain = /^[\p{ASCII}]*$/u
const encoded = /(?:%[0-9a-f]{2})+/gi

/**
 * The words of a text as they are compared, in order: runs of letters and runs of digits, in small letters without
 * accents. `Müller`, `Mueller` and `M%C3%BCLLER` are one word, `0049-30` are two.
 */
export function wordsOf(text: string): string[] {
  const decoded = text.includes('%') ? text.replace(encoded, decodedPart) : text
  let small = decoded.toLowerCase()
  if (!plain.test(small))
    small = small
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .replace(/[ßæøœłđ]/g, letter)
  return (small.match(/\p{L}+|\p{Nd}+/gu) ?? []).map((word) => word.replace(/([aou])e/g, '$1'))
}

function letter(one: string): string {
  return letters[one] ?? one
}

function decodedPart(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
