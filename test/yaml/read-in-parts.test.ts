import fc from 'fast-check'
import { expect, test } from 'vitest'
import { StandinError } from '../../src/core/error.ts'
import { readYaml } from '../../src/yaml/read-yaml.ts'
import type { YamlNode } from '../../src/yaml/yaml-document.ts'
import { scenarioFiles } from '../fuzz/scenario-files.ts'

/** All that is known of a file: values with their places, or everything that is wrong. */
function known(text: string, atOnce: number): unknown {
  try {
    return plain(readYaml('f.yaml', text, { atOnce }).root)
  } catch (thrown) {
    if (!(thrown instanceof StandinError)) throw thrown
    return thrown.problems
  }
}

function plain(node: YamlNode): unknown {
  const { kind, place } = node
  if (node.kind === 'list') return { kind, place, items: node.items.map(plain) }
  if (node.kind === 'scalar')
    return { kind, place, value: node.value, plain: node.plain, within: [0, 1, 7].map((index) => node.placeAt(index)) }
  return {
    kind,
    place,
    entries: node.entries.map(({ key, keyPlace, value }) => ({ key, keyPlace, value: plain(value) })),
  }
}

test('a file that is read item by item gives what it gives as a whole', () => {
  for (const text of scenarioFiles) expect(known(text, 1)).toEqual(known(text, Number.POSITIVE_INFINITY))
})

const line = fc
  .tuple(
    fc.constantFrom('', '', ' ', '  ', '    '),
    fc.constantFrom(
      ...[
        '- a',
        '- ',
        '-',
        '- b: 1',
        'b: 2',
        '- [x,',
        'y]',
        '- |',
        '- >-',
        'text: here',
        '# note',
        '',
        'c:',
        'd:',
        '"',
      ],
      ...['- - e', '- ? k', ': v', '- *x', '- &x 1', '- !!set', '- {f: 1, f: 2}', '- 007', '---', '...', '- "x', 'y"'],
      ...['- `', '- a: b: c', '\t- t', '- # note', '%YAML 1.1'],
    ),
  )
  .map((parts) => parts.join(''))

test('so does any list of lines, right or wrong', () => {
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 12 }),
      fc.constantFrom('s:\n', '', 'a: 1\ns:\n- one\n- two\n'),
      (lines, head) => {
        const text = head + lines.join('\n')
        expect(known(text, 1)).toEqual(known(text, Number.POSITIVE_INFINITY))
      },
    ),
    { numRuns: 3_000 },
  )
})
