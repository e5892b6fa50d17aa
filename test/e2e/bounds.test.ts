import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Sandbox, sandbox } from './sandbox.ts'

function write(box: Sandbox, steps: string): string {
  const file = join(box.directory, 'bounded.yaml')
  writeFileSync(file, `name: bounded\ntitle: Meets a limit\ncatches: [stale-shop-stock]\nsteps:\n${steps}`)
  return file
}

test.each([
  ['10 MB', Buffer.from(`name: x\n${'# a comment\n'.repeat(900_000)}`), /is larger than 1 MB/],
  [
    'binary',
    Buffer.from('\x89PNG\r\n\x1a\n\0\0', 'latin1'),
    /the file is not text: it holds a control character\n.*spoilt\.yaml:2:1/,
  ],
  [
    'Latin-1',
    Buffer.from('name: M\xfcller\n', 'latin1'),
    /a character that is not UTF-8\n.*spoilt\.yaml:1:8[\s\S]*Save the file as UTF-8/,
  ],
  [
    'a hundred thousand brackets',
    Buffer.from(`a: ${'['.repeat(100_000)}`),
    /nested deeper than 64 levels\n.*spoilt\.yaml:1:67/,
  ],
  ['a tab', Buffer.from('name: x\nsteps:\n\t- get: x\n'), /a tab stands where YAML wants spaces\n.*spoilt\.yaml:3:1/],
])('a file of %s: exit 2, with the place', async (_, content, message) => {
  using box = sandbox()
  const file = join(box.directory, 'spoilt.yaml')
  writeFileSync(file, content)
  for (const command of ['run', 'lint', 'show']) {
    const { code, out, err } = await box.run(`scenario ${command} ${file}`)
    expect(out + err, command).toMatch(message)
    expect(out + err).not.toMatch(/^ {4}at /m)
    expect(code).toBe(2)
  }
})

test('expressions and patterns that would not end, and an answer that is too deep, end the step', async () => {
  using box = sandbox()
  const deep = '['.repeat(100_000) + ']'.repeat(100_000)
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () =>
      socket.end(
        `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${deep.length}\r\nconnection: close\r\n\r\n${deep}`,
      ),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  const rows =
    "sql: { system: oms, query: \"select n, repeat('a', 40) || '!' as text from generate_series(1, 3000) n\" }"
  const steps = [
    [
      '  - name: loops\n',
      `    ${rows}\n    assert: answer.rows.all(a, answer.rows.all(b, answer.rows.all(c, a.n + b.n + c.n > 0)))\n`,
      /it took longer than 1 s/,
      1,
    ],
    [
      '  - name: pattern\n',
      `    ${rows}\n    expect: { rows: { any: { text: { matches: "^(a+)+$" } } } }\n`,
      /was still searching a text of 41 characters after 1 s/,
      3,
    ],
    ['  - name: deep\n', `    get: http://127.0.0.1:${port}/\n`, /the answer is nested deeper than 500 levels/, 3],
  ] as const
  try {
    for (const [name, body, message, exit] of steps) {
      const { code, out, err } = await box.run(`scenario run ${write(box, name + body)}`)
      expect(out + err).toMatch(message)
      expect(out + err).not.toMatch(/^ {4}at /m)
      expect(code).toBe(exit)
    }
  } finally {
    server.close()
  }
})

test('lint tells of what is most likely not meant, with what to do, and the exit code stays 0', async () => {
  using box = sandbox()
  const file = write(
    box,
    [
      '  - name: look',
      '    sql: { system: oms, query: "select $1::int as n, $2::int as m", params: [1] }',
      '    expect: { rows: [{ n: { gtee: 1 } }] }',
      '    assert: 1 == 1',
      '',
    ].join('\n'),
  )
  const { code, out } = await box.run(`scenario lint ${file}`)
  expect(out).toMatch(
    /the query reads \$2, and 1 parameter is given\n.*bounded\.yaml:6:32[\s\S]*Give `params` one value/,
  )
  expect(out).toMatch(/did you mean the matcher "gte"\?/)
  expect(out).toMatch(/this is true whatever happens/)
  expect(out).toMatch(/1 file checked, 0 errors, 3 warnings/)
  expect(code).toBe(0)
})
