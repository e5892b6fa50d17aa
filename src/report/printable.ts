import { stripVTControlCharacters } from 'node:util'

/** Everything that moves the cursor, rings or hides, and half of a surrogate pair; tab and line feed are kept. */
const unprintable = /[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu

/** Text from a system under test, made safe for a terminal and for XML: no escape sequences, no control characters. */
export function printable(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/\r\n/g, '\n')
    .replace(unprintable, (character) => (character === '\n' || character === '\t' ? character : '\uFFFD'))
}
