import { parseDuration } from '../../core/duration.ts'
import type { Problem } from '../../core/error.ts'
import { childOf, entriesOf, entryOf, itemsOf, textOf, type YamlNode } from '../../yaml/yaml-document.ts'
import type { CheckedScenario } from '../parse/check-scenario.ts'
import { stepsBelow } from '../parse/name-sites.ts'
import { comparesWithItself, constantOf } from './constants.ts'
import { checkExpectation } from './expectations.ts'
import { checkSecrets } from './literal-secrets.ts'
import { checkSqlParameters } from './sql-parameters.ts'
import { checkSteps } from './unreachable.ts'
import { type Warn, warningKinds } from './warning-kinds.ts'

/** What is allowed, but most likely not meant. */
export function findWarnings(
  { scenario, problems, document, used }: CheckedScenario,
  { fileName, text }: { fileName: string; text: string },
): Problem[] {
  const { root } = document
  const warnings: Problem[] = []
  const warn: Warn = (code, message, place) => {
    warnings.push({ code: `lint.${code}`, message, place, remedy: warningKinds[code] })
  }
  const name = childOf(root, 'name')
  if (name !== undefined && scenario.name !== fileName.replace(/\.ya?ml$/, ''))
    warn('file-name', `the scenario "${scenario.name}" is in a file of another name`, name.place)
  if (scenario.catches.length === 0) warn('no-catches', 'no defect is named that the scenario must catch', root.place)
  const lists = [itemsOf(childOf(root, 'steps')), itemsOf(childOf(root, 'finally'))]
  const steps = allSteps(lists.flat())
  if (scenario.invariants.length === 0 && !steps.some(isCheck))
    warn('no-checks', 'nothing is checked: no step expects anything, and there is no invariant', root.place)
  // An expression that was refused may well read what looks unused.
  const allRead = !problems.some(({ code }) => code.startsWith('expression.'))
  for (const step of steps) {
    for (const { key, keyPlace } of entriesOf(childOf(step, 'capture')))
      if (allRead && !used.has(key)) warn('unused-capture', `"${key}" is captured, and never read`, keyPlace)
    checkPolling(childOf(step, 'eventually'), warn)
    checkExpectation(step, warn)
  }
  checkSteps(lists, warn)
  checkInvariants(root, warn)
  checkVariables(root, text, warn)
  checkSqlParameters(root, warn)
  checkSecrets(root, warn)
  const catches = itemsOf(childOf(root, 'catches'))
  for (const [index, defect] of catches.entries())
    if (catches.slice(0, index).some((other) => textOf(other) === textOf(defect)))
      warn('duplicate-defect', `"${textOf(defect)}" is named twice`, defect.place)
  return warnings
}

/** An invariant that always comes to the same watches over nothing. */
function checkInvariants(root: YamlNode, warn: Warn): void {
  for (const invariant of itemsOf(childOf(root, 'invariants'))) {
    for (const kind of ['always', 'never', 'sometimes']) {
      const expression = childOf(invariant, kind)
      const value = constantOf(expression)
      if (expression === undefined) continue
      if (value === true || comparesWithItself(expression))
        warn('always-true', 'this is true whatever happens: it reads nothing that can change', expression.place)
      if (value === false) warn('always-false', 'this is false whatever happens: it reads nothing', expression.place)
    }
  }
}

/** A variable is read by its name, or by a key that is only known when the scenario runs. */
function checkVariables(root: YamlNode, text: string, warn: Warn): void {
  if (/\bvars\s*\[/.test(text) || /\bvars\b(?!\s*[.:[])/.test(text)) return
  for (const { key, keyPlace } of entriesOf(childOf(childOf(root, 'given'), 'vars')))
    if (!new RegExp(`\\bvars\\s*\\.\\s*${key.replace(/\W/g, '')}\\b`).test(text))
      warn('unused-variable', `"${key.slice(0, 60)}" is declared, and never read`, keyPlace)
}

function checkPolling(eventually: YamlNode | undefined, warn: Warn): void {
  const every = entryOf(eventually, 'every')
  const within = parseDuration(textOf(childOf(eventually, 'within')) ?? '')
  const period = parseDuration(textOf(every?.value) ?? '')
  if (every !== undefined && within !== undefined && period !== undefined && period > within)
    warn('polling', '"every" is longer than "within", so there is no second try', every.keyPlace)
}

function isCheck(step: YamlNode): boolean {
  return ['expect', 'assert', 'reconcile', 'consume'].some((key) => childOf(step, key) !== undefined)
}

function allSteps(nodes: readonly YamlNode[]): YamlNode[] {
  return nodes.flatMap((node) => [node, ...allSteps(stepsBelow(node))])
}
