import { type FencedBlock, fencedBlocks, pages } from './markdown.ts'

/*
 * What an example says of itself behind its fence: `yaml scenario` is a whole file and is run beside the files of
 * docs/examples, with `exit=1` for one that ends so, with `tcp` for one that needs a system `cache` over TCP, with
 * `exec` for one that starts a program; `yaml steps` is a list of steps, run together with the others of its page, and
 * with `partner` beside the systems of a partner; `yaml file=PATH` is a file of docs/examples; `yaml landscape` is a whole
 * standin.yaml, `yaml policy` a whole policy.yaml, `yaml treatments` what one says of a table's columns; `yaml fragment` is
 * a part that is shown only; `sh run` are commands that are run.
 */
const marks =
  /^yaml (scenario( exit=\d+)?( tcp| exec)?|steps( partner)?|file=[\w/.-]+|landscape|policy|treatments|fragment)$/

const examples = pages().flatMap(fencedBlocks)

export const scenarios = marked(/^yaml scenario/)
export const steps = marked(/^yaml steps/)
export const landscapes = marked(/^yaml landscape$/)
export const policies = marked(/^yaml policy$/)
export const treatments = marked(/^yaml treatments$/)
export const copies = marked(/^yaml file=/)
export const commands = marked(/^sh run$/).flatMap(({ text }) => text.trim().split('\n'))

/** Examples in YAML that do not say what they are, or not in words that are known. */
export const unmarked = examples.filter(({ info }) => /^ya?ml/.test(info) && !marks.test(info))

/** The examples that are run, without those that are refused before anything starts. */
export const running = [...scenarios, ...steps].filter(({ info }) => !info.includes('exit=2'))

function marked(info: RegExp): FencedBlock[] {
  return examples.filter((block) => info.test(block.info))
}
