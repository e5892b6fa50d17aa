const words: readonly [RegExp, string][] = [
  [/^found no matching overload for/, 'no function fits'],
  [/^no such overload:/, 'these do not go together:'],
  [/Unexpected token: EOF/, 'it ends too early'],
  [/\bdyn<([\w.<>]+)>/g, '$1'],
  [/\bdyn\b/g, 'any value'],
  [/\bdouble\b/g, 'number'],
  [/\bint\b/g, 'whole number'],
  [/\bstring\b/g, 'text'],
  [/\bbool\b/g, 'true-or-false'],
  [/\$(\w+)/g, '$1'],
]

/** CEL's messages with types in the words that our own messages use. */
export function typeWords(message: string): string {
  return words.reduce((text, [pattern, word]) => text.replace(pattern, word), message)
}
