import { usageError } from '../../core/error.ts'

/** The name of a save. Throws `cli.save-name`. */
export function saveName(name: string): string {
  if (/^[a-zA-Z0-9][\w.-]{0,99}$/.test(name)) return name
  throw usageError({
    code: 'cli.save-name',
    message: `${JSON.stringify(name)} is no name for a save: expected up to 100 letters, digits, dots, hyphens and underscores`,
  })
}
