import { usageError } from '../../core/error.ts'

/** Which connector stands between the systems. */
export type ConnectorChoice =
  | { kind: 'reference' }
  /** None at all, or one that only reads topics and calls the systems. */
  | { kind: 'none' }
  /** One that was started elsewhere. */
  | { kind: 'url'; url: string }
  /** A program that is started with the environment and ended with it. */
  | { kind: 'program'; command: string }

/** Reads `reference`, `none`, a URL, or a command. Throws `connector.url`. */
export function connectorChoice(text = 'reference'): ConnectorChoice {
  if (text === 'reference' || text === 'none') return { kind: text }
  if (!/^\w+:\/\//.test(text)) return { kind: 'program', command: text }
  if (/^https?:\/\//.test(text) && URL.canParse(text)) return { kind: 'url', url: text.replace(/\/+$/, '') }
  throw usageError({
    code: 'connector.url',
    message: '--connector: expected a URL that begins with http:// or https://',
    remedy: 'Give `none`, the URL of a connector that runs, or the command that starts one.',
  })
}
