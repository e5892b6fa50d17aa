import { codeOf, environmentError, messageOf, type StandinError } from './error.ts'

const causes: Record<string, { code: string; says: string; remedy: string }> = {
  ENOSPC: { code: 'disk.full', says: 'no space is left on its disk', remedy: 'free some space' },
  EDQUOT: { code: 'disk.full', says: 'the disk quota is used up', remedy: 'free some space' },
  EACCES: { code: 'directory.not-writable', says: 'permission was denied', remedy: 'make it writable' },
  EPERM: { code: 'directory.not-writable', says: 'permission was denied', remedy: 'make it writable' },
  EROFS: { code: 'directory.not-writable', says: 'its file system is read-only', remedy: 'make it writable' },
  ENOTDIR: {
    code: 'directory.not-writable',
    says: 'a part of its path is not a directory',
    remedy: 'correct the path',
  },
  ENOENT: { code: 'directory.not-writable', says: 'a part of its path does not exist', remedy: 'create it' },
}

/** Turns what a file operation threw into the environment's error, with what to do about it. */
export function fileError(thrown: unknown, path: string, setting: string): StandinError {
  const known = causes[String(codeOf(thrown))] ?? {
    code: 'directory.failed',
    says: messageOf(thrown),
    remedy: 'check the path',
  }
  return environmentError(
    {
      code: known.code,
      message: `cannot write to ${path}: ${known.says}`,
      remedy: `${known.remedy}, or set ${setting} to another directory`,
    },
    thrown,
  )
}

/** The same for programs that say it on stderr: `No space left on device`. */
export function saysDiskFull(output: string): boolean {
  return /no space left on device|disk quota exceeded/i.test(output)
}
