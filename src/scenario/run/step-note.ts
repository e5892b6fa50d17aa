import { StandinError } from '../../core/error.ts'
import type { ScenarioStep } from '../model.ts'
import { renderText } from '../steps/rendered-text.ts'
import type { Frame } from './frame.ts'

const longestNote = 2_000

/** What a step says in reports, with what it has left behind; nothing when a value that the text needs is not there. */
export function noteOf({ note }: ScenarioStep, frame: Frame): { note?: string } {
  if (note === undefined) return {}
  try {
    return { note: renderText(note, frame.scope(), 'note').slice(0, longestNote) }
  } catch (thrown) {
    if (thrown instanceof StandinError) return {}
    throw thrown
  }
}
