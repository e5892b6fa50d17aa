import type { RowView } from '../../core/rows/row-view.ts'
import type { OpenIdentity } from './open-identity.ts'
import type { IdentityRegister } from './register.ts'

/**
 * For `TransferSource.scan` over the home table: puts each identity's locale into a register (without codes). `identity`
 * is open on the scanned rows, with the locale's field.
 */
export function localeVisitor(register: IdentityRegister, identity: OpenIdentity): (row: RowView) => void {
  return (row) => {
    identity.begin(row)
    const { words } = identity
    if (identity.present) register.add(words[0] as number, words[1] as number, identity.locale)
  }
}

/**
 * For `TransferSource.scan` over a table that others refer to: puts under each row's `field` the identity that the row is
 * about into a register (with codes). `identity` is open on the scanned rows, possibly `through` another register, so
 * that chains of references are followed.
 */
export function referenceVisitor(
  register: IdentityRegister,
  identity: OpenIdentity,
  field: number,
): (row: RowView) => void {
  const pair = new Int32Array(4)
  return (row) => {
    identity.begin(row)
    if (identity.present && identity.reference(row, field, pair))
      register.add(pair[0] as number, pair[1] as number, identity.locale, identity.code)
  }
}
