import type { CheckedStep, DurationText } from '../format.ts'

/** What this run sent to people, caught by the mirror `notify`. The answer is `{ messages }`; none is a failure. */
export interface NotifyStep extends CheckedStep {
  /** Which message is meant. */
  notify: {
    /** The receiver: an address or a number. */
    to?: string
    /** How it was sent. */
    channel?: 'email' | 'sms' | 'chat'
    /** The whole subject. */
    subject?: string
    /** Short for `eventually: { within }`. */
    within?: DurationText
  }
}
