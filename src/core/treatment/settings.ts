import type { OnInvalid } from './treatment.ts'

/*
 * What a policy says of one column or path, as users write it. The JSON Schema of policy.yaml is made from these types:
 * after a change, run `npm run schemas`.
 */

/** What becomes of a column or path: one word, or one strategy with its settings, or an identity with an attribute of its persona. */
export type WrittenTreatment = TreatmentWord | TreatmentMap

/** Strategies that need no settings. */
export type TreatmentWord = 'keep' | 'null' | 'redact' | 'token' | 'permute' | 'shuffle' | 'scrub'

/** One strategy with its settings. Any other key is the name of an identity, and its value an attribute of the persona. */
export interface TreatmentMap {
  /** Instead of the value: always the same one. */
  constant?: ConstantValue | ConstantSettings
  /** Instead of the value: something of the same type that says nothing, the same for all rows. */
  redact?: RedactSettings
  /** A pattern, or which characters at both ends stay to be seen. */
  mask?: string | MaskSettings
  /** A keyed, made-up code: the same for the same value, in all systems. */
  token?: TokenSettings
  /** A keyed permutation: digits become digits, letters become letters, different values stay different. */
  permute?: PermuteSettings
  /** A value that Faker makes up: the provider's path, such as `commerce.productName`. */
  faker?: string | FakerSettings
  /** Moves dates and timestamps, all of one identity by the same time. */
  shift?: ShiftSettings
  /** Changes numbers a little. */
  noise?: NoiseSettings
  /** Makes a value less exact: buckets, months, first characters, networks. */
  generalize?: GeneralizeSettings
  /** Exchanges the values of the column between rows. */
  shuffle?: ShuffleSettings
  /** Text made of parts: `{customer.lastName}-{token}`. */
  template?: string | TemplateSettings
  /** What becomes of the parts of a JSON value, by path: `address.city`, `phones[].number`, `*`. What no path covers is not let through. */
  json?: Record<string, WrittenTreatment>
  /** What becomes of each element of an array. */
  each?: WrittenTreatment
  /** What becomes of each field of a composite value, by its name; `*` for all others. */
  fields?: Record<string, WrittenTreatment>
  /** Replaces what is personal within free text. */
  scrub?: 'text' | ScrubSettings
  /** What becomes of the value depends on other columns of the row: the first branch that fits counts; the last one says `else`. */
  when?: WhenItem[]
  /** A function of a JavaScript module: `./module.js#name`, beside the policy. It runs as it is, without a sandbox. */
  function?: string
  /** What becomes of a value that the strategy cannot handle: `replace` it wholly (the default), `null`, or `fail`. */
  onInvalid?: OnInvalid
  [identity: string]: unknown
}

export type ConstantValue = string | number | boolean

export interface ConstantSettings {
  /** What is written. */
  value: ConstantValue
  /** Also where there was nothing (NULL). */
  fillNull?: boolean
}

export interface RedactSettings {
  /** What stands in a text column; `redacted` when nothing is said. Is cut where the column is shorter. */
  with?: string
}

export interface MaskSettings {
  /** `#` is a keyed digit, `?` a keyed small letter, `^` a keyed capital letter, `=` the value's own character at this place; `\` takes the next one as it is. */
  pattern?: string
  /**
   * How many characters at the beginning stay to be seen.
   * @asType integer
   * @minimum 0
   */
  first?: number
  /**
   * How many characters at the end stay to be seen.
   * @asType integer
   * @minimum 0
   */
  last?: number
  /** The character in place of each other one; `*` when nothing is said. */
  with?: string
  /**
   * How many of them are written, whatever the value's length; as many as are hidden, when nothing is said.
   * @asType integer
   * @minimum 1
   * @maximum 1000
   */
  length?: number
}

export interface TokenSettings {
  /**
   * Characters, without the prefix; 16 when nothing is said, fewer where the column is shorter.
   * @asType integer
   * @minimum 1
   * @maximum 200
   */
  length?: number
  /** `base32` (the default), `hex`, `digits`, `letters`, `alphanumeric`, or the characters themselves. */
  alphabet?: string
  /** Stands before each token. */
  prefix?: string
}

export interface PermuteSettings {
  /**
   * How many characters at the beginning stay as they are, such as a letter that says the kind of number.
   * @asType integer
   * @minimum 0
   */
  keepFirst?: number
}

export interface FakerSettings {
  /** Its path, such as `commerce.productName`. */
  provider: string
  /** One of Faker's locales, such as `de` or `en_GB`; `en` when nothing is said. */
  locale?: string
  /** What the provider is called with. */
  args?: unknown[]
  /** The identity that decides what is made up; without it, the value does. */
  identity?: string
}

export interface ShiftSettings {
  /**
   * The longest way forwards or backwards, such as `30d`, `12h`.
   * @pattern ^(\d+(d|h|m|s))+$
   */
  within: string
  /** Whose dates move together; the identity of the row, where there is only one. Without any, all rows move together. */
  identity?: string
  /** Whole days, so that the time of day stays (the default), or seconds. */
  precision?: 'days' | 'seconds'
}

export interface NoiseSettings {
  /**
   * The largest change, as a part of the number: 0.1 for ten percent.
   * @minimum 0
   * @maximum 1
   */
  relative?: number
  /**
   * The largest change, in the number's own unit; a text keeps it exact.
   * @pattern ^\d+(\.\d+)?$
   */
  absolute?: number | string
}

export interface GeneralizeSettings {
  /** Numbers: the size of the buckets; a number becomes the lower end of its bucket. A text keeps it exact. */
  bucket?: number | string
  /** Dates and timestamps: their first moment of this is written. */
  to?: 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year' | 'decade' | 'century'
  /**
   * Text: how many characters at the beginning stay.
   * @asType integer
   * @minimum 0
   */
  prefix?: number
  /** Stands for each character that was cut off behind the prefix; nothing does when nothing is said. */
  fill?: string
  /** IP addresses: how many bits stay; 24 and 48 for `{}`. */
  network?: NetworkSettings
}

export interface NetworkSettings {
  /**
   * Of an IPv4 address; 24 when nothing is said.
   * @asType integer
   * @minimum 0
   * @maximum 31
   */
  ipv4?: number
  /**
   * Of an IPv6 address; 48 when nothing is said.
   * @asType integer
   * @minimum 0
   * @maximum 127
   */
  ipv6?: number
}

export interface ShuffleSettings {
  /** Columns of the table: only rows in which they are equal exchange values. */
  within?: string[]
}

export interface TemplateSettings {
  /** `{NAME}` for a part or for a strategy that needs no settings, `{IDENTITY.ATTRIBUTE}` for a persona's; `{{` and `}}` for braces. */
  text: string
  /** Parts by their names. */
  parts?: Record<string, TemplatePart>
}

export interface TemplatePart {
  /** The column whose value is used; the column itself when nothing is said. */
  column?: string
  /** What becomes of that value before it is written: `keep` has to be said, too. */
  as: WrittenTreatment
}

export interface ScrubSettings {
  /** Columns (`system.table.column`) whose values must not be mentioned in the text; all that hold names, companies, streets, e-mails and phones of personas when nothing is said. */
  lexicon?: string[]
  /** Words that are never replaced: names of brands, products, the own company. */
  keep?: string[]
  /** Stand-ins of the row's own persona where the text names it, and markers such as `[name]` for all else (the default), or markers only. */
  as?: 'standIns' | 'markers'
}

export type WhenItem = WhenBranch | WhenElse

/** All conditions of a branch have to hold. */
export interface WhenBranch {
  /** The column of the same row that is looked at. */
  column: string
  /** Its value is this. */
  equals?: ConstantValue
  /** Its value is one of these. */
  in?: ConstantValue[]
  /** A part of its text fits the regular expression. */
  matches?: string
  /** Whether there is no value. */
  isNull?: boolean
  /** What becomes of the value then. */
  then: WrittenTreatment
}

/** For all rows that no branch fits. */
export interface WhenElse {
  /** What becomes of the value then. */
  else: WrittenTreatment
}

/** An attribute of the persona that stands for the row's identity. */
export interface PersonaSettings {
  /** The name of the identity. */
  identity: string
  /** The attribute: `lastName`, `email`, … */
  attribute: string
}
