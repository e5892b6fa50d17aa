import { usageError } from '../../core/error.ts'

/** `NAME=value` split at the first `=`; the last one wins. Throws `cli.var` for all that are not of this form. */
export function varsOf(typed: readonly string[] = []): Record<string, string> {
  const wrong = typed.filter((text) => text.indexOf('=') < 1)
  if (wrong.length > 0) {
    throw usageError(
      wrong.map((text) => ({
        code: 'cli.var',
        message: `--var ${text}: expected NAME=value`,
        remedy: 'For example: --var quantity=2',
      })),
    )
  }
  return Object.fromEntries(typed.map((text) => [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)]))
}
