import type { EffectOf, FaultKind } from './fault-effect.ts'
import type { Fault, FaultBoard, FaultSubject, FaultTarget, Strike } from './faults.ts'

interface Entry {
  fault: Fault
  matched: number
  taken: number
  fired: number
}

/** A board without faults. The faults of one place are asked in the order in which they were raised. */
export function faultBoard(): FaultBoard {
  const places = new Map<string, Entry[]>()
  const listeners = new Set<() => void>()
  const changed = (): void => {
    for (const listener of [...listeners]) listener()
  }
  return {
    raise(fault) {
      const key = keyOf(fault.on.kind, fault.on.name)
      const entry: Entry = { fault, matched: 0, taken: 0, fired: 0 }
      places.set(key, [...(places.get(key) ?? []), entry])
      changed()
      return {
        fired: () => entry.fired,
        matched: () => entry.matched,
        clear() {
          const left = places.get(key)?.filter((other) => other !== entry) ?? []
          if (left.length > 0) places.set(key, left)
          else places.delete(key)
          changed()
        },
      }
    },
    concerns: (kind, name) => places.size > 0 && places.has(keyOf(kind, name)),
    strike(on, kinds, subject, applies = () => true) {
      for (const entry of places.get(keyOf(on.kind, on.name)) ?? [])
        if (isOneOf(entry, kinds) && applies(entry.fault.effect) && takes(entry, subject)) return strikeOf(entry)
      return undefined
    },
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

function keyOf(kind: FaultTarget['kind'], name: string): string {
  return `${kind} ${name}`
}

type EntryOf<K extends FaultKind> = Entry & { fault: { effect: EffectOf<K> } }

function isOneOf<K extends FaultKind>(entry: Entry, kinds: readonly K[]): entry is EntryOf<K> {
  return (kinds as readonly FaultKind[]).includes(entry.fault.effect.kind)
}

function takes(entry: Entry, subject: FaultSubject): boolean {
  const { matches, after, times, probability, random } = entry.fault
  if (times !== undefined && entry.taken >= times) return false
  if (!matches(subject)) return false
  entry.matched++
  if (entry.matched <= after || (probability < 1 && random.next() >= probability)) return false
  entry.taken++
  return true
}

function strikeOf<K extends FaultKind>(entry: EntryOf<K>): Strike<K> {
  const { effect, random, onFired } = entry.fault
  return {
    effect,
    random,
    fire(what) {
      entry.fired++
      onFired(what)
    },
  }
}
