const aside = 'standin_new_'
const replaced = 'standin_old_'
export const ledgerName = 'standin_ledger'

/** Where a collection is written until it is swapped in. */
export function asideName(collection: string): string {
  return `${aside}${collection}`
}

/** Where what it replaces is kept until all stores are swapped in. */
export function replacedName(collection: string): string {
  return `${replaced}${collection}`
}

/** The collection that a name of `replacedName` stands for. */
export function nameBefore(name: string): string | undefined {
  return name.startsWith(replaced) ? name.slice(replaced.length) : undefined
}

export function isAside(name: string): boolean {
  return name.startsWith(aside)
}

/** Whether a transfer made the collection for itself. */
export function isOfTransfer(name: string): boolean {
  return isAside(name) || name.startsWith(replaced) || name === ledgerName
}
