import type { FaultEvent } from '../core/fault-events.ts'
import { printable } from './printable.ts'
import { counted } from './result-lines.ts'

/** What the faults of one scenario did, for the end of its report. */
export interface FaultTally {
  add(event: FaultEvent): void
  /** One line for each fault that was started. */
  lines(): string[]
  clear(): void
}

const mostNamed = 3

export function faultTally(): FaultTally {
  const faults = new Map<string, { about: string; fired: string[] }>()
  return {
    add(event) {
      const known = faults.get(event.fault) ?? { about: `${event.kind} on ${event.target} ${event.system}`, fired: [] }
      faults.set(event.fault, known)
      if (event.type === 'fault.fired') known.fired.push(event.what)
    },
    lines: () =>
      [...faults].map(([name, { about, fired }]) => {
        const named = fired.slice(0, mostNamed).join(', ')
        const more = fired.length > mostNamed ? ', …' : ''
        const times = fired.length === 0 ? 'never' : `${counted(fired.length, 'time')} (${named}${more})`
        const what = name === about || name === about.replace(/ on \w+ /, ' on ') ? '' : ` (${about})`
        return printable(`fault ${name}${what} fired ${times}`)
      }),
    clear: () => faults.clear(),
  }
}

const words = { 'fault.raised': 'begins', 'fault.fired': 'fires', 'fault.cleared': 'ends' } as const

/** `fault lost fires: lostAck on system oms, POST /reservations`. */
export function faultLine(event: FaultEvent): string {
  const what = event.type === 'fault.fired' ? `, ${event.what}` : ''
  return printable(`fault ${event.fault} ${words[event.type]}: ${event.kind} on ${event.target} ${event.system}${what}`)
}
