import { copyFileSync, writeFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { fencedBlocks } from '../docs/markdown.ts'
import { makeCertificates, serveTls } from '../scenario/steps/tls-server.ts'
import { type Answer, serve } from '../scenario/trial.ts'
import { type Sandbox, sandbox } from './sandbox.ts'

const page = fencedBlocks('reference/protocol-steps.md')
const wsdl = fileURLToPath(new URL('../../docs/examples/stock.wsdl', import.meta.url))

/** A partner's system as the examples of the page expect it. */
function partner(request: IncomingMessage, body: string): Answer {
  const { authorization = '', 'content-type': type = '' } = request.headers
  switch (request.url) {
    case '/token':
      return { body: { access_token: 'token-1', expires_in: 60 } }
    case '/orders':
      return { status: authorization === 'Bearer token-1' ? 200 : 401, body: {} }
    case '/whoami':
      return { body: { scheme: authorization.split(' ')[0] } }
    case '/echo':
      return { body: { contentType: type, body } }
    case '/catalogue.xml':
      return {
        headers: { 'content-type': 'application/xml' },
        body: '<catalogue xmlns="urn:catalogue"><article number="100-0042"/><article number="100-0050"/></catalogue>',
      }
    case '/graphql':
      if (body.includes('nothing')) return { body: { errors: [{ message: 'there is no field "nothing"' }] } }
      return { body: { data: { stock: { units: 3 } } } }
    default:
      return soapAnswer(type)
  }
}

function soapAnswer(type: string): Answer {
  if (type.startsWith('application/soap+xml')) {
    const fault = '<e:Code><e:Value>e:Sender</e:Value></e:Code><e:Reason><e:Text>unknown movement</e:Text></e:Reason>'
    const envelope = 'xmlns:e="http://www.w3.org/2003/05/soap-envelope"'
    return { status: 500, body: `<e:Envelope ${envelope}><e:Body><e:Fault>${fault}</e:Fault></e:Body></e:Envelope>` }
  }
  const answer = '<BookMovementsResponse xmlns="urn:example:stock"><booked>1</booked></BookMovementsResponse>'
  const envelope = 'xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"'
  return { body: `<e:Envelope ${envelope}><e:Body>${answer}</e:Body></e:Envelope>` }
}

function write(box: Sandbox, name: string, text: string): string {
  const file = join(box.directory, `${name}.yaml`)
  writeFileSync(file, text)
  return file
}

test('the examples of the page that need a partner pass against one', async () => {
  using box = sandbox()
  makeCertificates(box.directory)
  copyFileSync(wsdl, join(box.directory, 'stock.wsdl'))
  await using server = await serve(partner)
  await using bank = await serveTls(box.directory)
  const steps = page.filter(({ info }) => info === 'yaml fragment').map(({ text }) => text.replaceAll(/^(?=.)/gm, '  '))
  expect(steps.length).toBeGreaterThanOrEqual(6)
  const vars = `{ partner: "${server.url}", bank: "${bank.url}", secret: geheim-123 }`
  const head = `name: partner\ntitle: The examples\ngiven: { vars: ${vars} }\nsteps:\n`
  const { code, out, err } = await box.run(`scenario run ${write(box, 'partner', head + steps.join(''))}`)
  expect(out + err).toMatch(/1 passed/)
  expect(code).toBe(0)
  expect(out + err).not.toContain('geheim-123')
})

const exec = `name: exec
title: A program
directories: [out]
steps:
  - name: program
    exec: { command: ["${process.execPath}", -e, "require('fs').writeFileSync(process.argv[1], 'x'); console.log(process.env.WHO)", "\${{ run.directory }}/out/a"], env: { WHO: me } }
    expect: { stdout: "me\\n" }
  - file: { read: out/a }
    expect: { text: x }
`

test('programs run only where they are allowed, and the refusal says how', async () => {
  using box = sandbox()
  const file = write(box, 'exec', exec)
  const refused = await box.run(`scenario run ${file}`)
  expect(refused.err).toMatch(
    /this step starts a program, which this run does not allow[\s\S]*exec\.yaml:5:5[\s\S]*--allow-exec/,
  )
  expect(refused).toMatchObject({ code: 2, out: '' })
  const proof = await box.run(`scenario prove ${file}`)
  expect(proof).toMatchObject({ code: 2 })
  const allowed = await box.run(`scenario run ${file} --allow-exec --seed 7`)
  expect(allowed.code).toBe(0)
  const byVariable = await box.run(`scenario run ${file}`, { env: { STANDIN_ALLOW_EXEC: '1' } })
  expect(byVariable.code).toBe(0)
  expect(box.left()).toEqual(['exec.yaml'])
})

test('Ctrl-C ends a program that a step started, and nothing is left', async () => {
  using box = sandbox()
  const hang = `name: hang\ntitle: A program that hangs\nsteps:\n  - exec: { command: [sh, -c, "sleep 611 & sleep 612", "${box.directory}"] }\n`
  const running = box.start(`scenario run ${write(box, 'hang', hang)} --allow-exec`)
  await running.said(/environment up/)
  while (!box.processes().some((command) => command.includes('sleep 611')))
    await new Promise((soon) => setTimeout(soon, 20))
  running.child.kill('SIGINT')
  const { code } = await running.ended
  expect(code).toBe(130)
  expect(box.processes()).toEqual([])
  expect(box.left()).toEqual(['hang.yaml'])
})

test('what can be told of the file is told before anything starts', async () => {
  using box = sandbox()
  const text = `name: wrong
title: Mistakes
steps:
  - get: \${{ shop.url }}/
    headers: { x-note: "a\\nb" }
    auth: { bearer: a, basic: { user: a, password: b } }
  - csv: { read: inbox/a.csv, encoding: windows-1525 }
  - soap: { url: "http://x", body: <a/> }
    capture: { a: { xpath: "//b[" } }
  - notify: { chanel: email }
`
  const { code, out, err } = await box.run(`scenario run ${write(box, 'wrong', text)}`)
  expect(err).toMatch(/the value of a header cannot hold a line break\s+\S*wrong\.yaml:5:24/)
  expect(err).toMatch(/"auth" cannot be several things at once: "basic" and "bearer"/)
  expect(err).toMatch(/did you mean "windows-1250"\?/)
  expect(err).toMatch(/"inbox" is no directory of this scenario/)
  expect(err).toMatch(/the XPath is no XPath 1\.0/)
  expect(err).toMatch(/did you mean "channel"\?/)
  expect({ code, out }).toEqual({ code: 2, out: '' })
})
