import { messageOf, usageError } from '../core/error.ts'
import { type ScenarioOverview, summarizeScenario } from '../scenario/parse/summarize-scenario.ts'
import type { FoundScenario } from './find-scenarios.ts'
import type { Selection } from './run-options.ts'
import { compileTagExpression } from './tag-expression.ts'

const longestPattern = 500

/**
 * Those of the found scenarios that the selection means, in their order. A file that is broken stays in, since nobody
 * can say what it is; it is reported when it is parsed. Throws usage errors for a selection that cannot be read.
 */
export function selectScenarios(
  found: readonly FoundScenario[],
  selection: Selection,
  failedBefore: ReadonlySet<string>,
): FoundScenario[] {
  const fits = predicateOf(selection)
  const isFiltered = selection.tag !== undefined || selection.grep !== undefined
  const meant = found.filter((one) => {
    if (selection.lastFailed === true && !failedBefore.has(one.file)) return false
    const overview = isFiltered ? overviewOf(one) : undefined
    return overview === undefined || fits(overview)
  })
  return selection.shard === undefined ? meant : shardOf(meant, selection.shard)
}

/** Whether what a scenario says about itself fits `--tag` and `--grep`. */
export function predicateOf({ tag, grep }: Selection): (scenario: ScenarioOverview) => boolean {
  const tagged = tag === undefined ? undefined : compileTagExpression(tag)
  const pattern = grep === undefined ? undefined : compilePattern(grep)
  return ({ name, title, tags }) =>
    (tagged === undefined || tagged(new Set(tags))) &&
    (pattern === undefined || pattern.test(name) || pattern.test(title))
}

function compilePattern(source: string): RegExp {
  try {
    if (source.length > longestPattern) throw new SyntaxError(`it has more than ${longestPattern} characters`)
    return new RegExp(source, 'iu')
  } catch (thrown) {
    throw usageError({ code: 'grep.syntax', message: `--grep: not a regular expression: ${messageOf(thrown)}` })
  }
}

/** Every shard gets its share of the names in alphabetical order, so that all machines split alike. */
function shardOf(found: readonly FoundScenario[], shard: string): FoundScenario[] {
  const [, part, of] = /^(\d{1,5})\/(\d{1,5})$/.exec(shard) ?? []
  const [index, count] = [Number(part), Number(of)]
  if (!(index >= 1 && index <= count)) {
    throw usageError({
      code: 'shard.syntax',
      message: `--shard ${shard.slice(0, 30)}: expected PART/PARTS, the first part being 1`,
      remedy: 'For example: --shard 2/5',
    })
  }
  const names = found.map(({ name }) => name).sort()
  return found.filter(({ name }) => names.indexOf(name) % count === index - 1)
}

function overviewOf({ file, text }: FoundScenario): ScenarioOverview | undefined {
  try {
    return summarizeScenario(file, text)
  } catch {
    return undefined
  }
}
