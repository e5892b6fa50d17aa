import { childOf, itemsOf, jsonOf, type YamlNode } from '../../yaml/yaml-document.ts'
import { stepsBelow } from '../parse/name-sites.ts'
import { comparesWithItself, constantOf, isExpression } from './constants.ts'
import type { Warn } from './warning-kinds.ts'

/** Steps that never run, conditions and assertions that always come to the same, and steps that are there twice. */
export function checkSteps(lists: readonly (readonly YamlNode[])[], warn: Warn): void {
  for (const steps of lists) checkList(steps, warn)
}

function checkList(steps: readonly YamlNode[], warn: Warn): void {
  let failed: YamlNode | undefined
  for (const [index, step] of steps.entries()) {
    if (failed !== undefined) {
      const message = `no step behind line ${failed.place.line} runs: the one there always fails`
      warn('unreachable', message, step.place)
      return
    }
    const before = steps[index - 1]
    if (before !== undefined && isSame(before, step))
      warn('duplicate-step', 'this step is the same as the one before it', step.place)
    const condition = childOf(step, 'if')
    const meant = constantOf(condition)
    if (condition !== undefined && meant === false)
      warn('unreachable', 'this step never runs: its `if` is always false', condition.place)
    if (condition !== undefined && meant === true) warn('always-true', 'this condition is always true', condition.place)
    if (checkAssertions(step, warn) && condition === undefined) failed = step
    checkSteps(listsBelow(step), warn)
  }
}

/** Tells of assertions that always come to the same, and whether one of them always fails. */
function checkAssertions(step: YamlNode, warn: Warn): boolean {
  let fails = false
  for (const expression of expressionsOf(childOf(step, 'assert'))) {
    const value = constantOf(expression)
    if (value === true) warn('always-true', 'this is true whatever happens: it reads nothing', expression.place)
    else if (comparesWithItself(expression))
      warn('always-true', 'this is true whatever happens: both sides are the same', expression.place)
    else if (value === false) {
      fails = true
      warn('always-false', 'this is false whatever happens: it reads nothing', expression.place)
    }
  }
  return fails
}

/** One expression, or each of a list. */
function expressionsOf(node: YamlNode | undefined): YamlNode[] {
  return (node?.kind === 'list' ? [...node.items] : node === undefined ? [] : [node]).filter(isExpression)
}

/** The lists of steps right below a step: a branch is a list of its own. */
function listsBelow(step: YamlNode): (readonly YamlNode[])[] {
  const branches = itemsOf(childOf(childOf(step, 'parallel'), 'branches'))
  if (branches.length > 0) return branches.map((branch) => itemsOf(childOf(branch, 'steps')))
  return [stepsBelow(step)]
}

/** Time may well be moved on twice; and what changes something may be meant to be asked again. */
const repeatable = ['advance', 'post', 'patch', 'publish', 'exec', 'use', 'include', 'graphql', 'soap']

function isSame(a: YamlNode, b: YamlNode): boolean {
  if (repeatable.some((verb) => childOf(a, verb) !== undefined)) return false
  return JSON.stringify(jsonOf(a)) === JSON.stringify(jsonOf(b))
}
