import type { Place } from '../../core/place.ts'

/** Every warning by its code (`lint.CODE`), with what to do about it. */
export const warningKinds = {
  'file-name': 'Give the file the name of the scenario, so that both find it.',
  'no-catches': 'Name some in `catches`.',
  'no-checks': 'Say in `expect` or `assert` of a step what must hold.',
  'unused-capture': 'Take the capture out, or read it where it was meant.',
  'unused-variable': 'Take the variable out, or read it as `vars.NAME`.',
  polling: 'Make `every` shorter than `within`.',
  'duplicate-defect': 'Take one of them out.',
  unreachable: 'Take the step out, or the condition that keeps it from running.',
  'always-true': 'Compare something that the scenario asked for.',
  'always-false': 'Take the expression out, or compare what was meant.',
  'duplicate-step': 'Take one of them out, or let one step do it again with `repeat` or `eventually`.',
  'empty-expectation': 'Say what the answer must hold, or take it out.',
  'never-holds': 'Name a value that can be there.',
  'misspelt-matcher': 'Spell the matcher as it is called; below `equals`, keys are compared as they are.',
  'mixed-matchers': 'Put the matchers below a key of their own, or the whole object below `equals`.',
  'costly-pattern': 'Write the pattern so that nothing repeats what repeats something itself.',
  'sql-parameters': 'Give `params` one value for each of $1, $2, ….',
  'runtime-expression': 'Write the runtime expression that it is taken as.',
  'literal-secret': 'Declare a variable, read it as `vars.NAME`, and give its value with --secret.',
} as const satisfies Record<string, string>

export type WarningCode = keyof typeof warningKinds

/** Tells of something that is allowed, but most likely not meant. */
export type Warn = (code: WarningCode, message: string, place: Place) => void
