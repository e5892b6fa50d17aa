/** Words that mean something else in expressions (CEL's own words and types, and the names that every expression has). */
const taken = new Set(
  (
    'as break const continue else for function if import let loop package namespace return var void while in true ' +
    'false null __proto__ prototype string bool int uint double bytes map list type null_type dyn cel optional ' +
    'vars params steps run history answer message'
  ).split(' '),
)

/** Whether a system, a captured value or a loop item can have this name in expressions. */
export function isExpressionName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && name.length <= 60 && !taken.has(name)
}
