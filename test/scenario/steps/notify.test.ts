import { expect, test } from 'vitest'
import { problemsIn, withSteps } from '../parse/outline.ts'
import { serve } from '../trial.ts'
import { runWritten } from './written.ts'

const caught = [
  { channel: 'email', to: 'anna@example.com', subject: 'Order 7', text: 'Thank you' },
  { channel: 'sms', to: '+49 30 901820', subject: '', text: 'On its way' },
]

/** Asks a mirror that has these messages from the third time on. */
async function ask(step: string): Promise<Awaited<ReturnType<typeof runWritten>> & { asked: string[] }> {
  const asked: string[] = []
  await using server = await serve((request) => {
    asked.push(`${request.headers.authorization} ${request.url}`)
    return { body: { items: asked.length < 3 && step.includes('late') ? [] : caught } }
  })
  const system = { name: 'notify', url: server.url, credentials: { apiKey: 'k-123456' } }
  return { ...(await runWritten({ systems: [system], steps: `  - ${step}\n` })), asked }
}

test('the messages of this run are found by whom, how and what about', async () => {
  const { steps, message, asked } = await ask(
    'name: told\n    notify: { to: anna@example.com, channel: email, subject: Order 7 }\n    expect: { messages: [{ text: { contains: Thank } }] }',
  )
  expect(message).toBeUndefined()
  expect(steps.told).toEqual({ messages: [caught[0]] })
  expect(asked).toEqual(['Bearer k-123456 /messages?correlationId=correlation-1'])
})

test('none is a failure that names nobody', async () => {
  const { message, result } = await ask('notify: { to: berta@example.com, channel: sms }')
  expect(message).toBe('nobody was sent a message with this "to" and this "channel" (2 messages of this run in all)')
  expect(result.verdict).toBe('failed')
})

test.each(['notify: { channel: sms, within: 5m }', 'notify: { channel: sms }\n    eventually: { within: 5m }'])(
  'it is waited for on the clock of the landscape: %s',
  async (step) => {
    const { result, asked } = await ask(`name: late\n    ${step}`)
    expect(result).toMatchObject({ verdict: 'passed', landscapeTime: 10_000 })
    expect(asked).toHaveLength(3)
  },
)

test('a landscape without the mirror, and two ways to wait, are refused before anything runs', () => {
  expect(problemsIn(withSteps(['notify: { channel: sms }']))).toEqual([
    'scenario.unknown-system 4:13 the landscape has no system "notify" that catches messages',
  ])
  expect(problemsIn(withSteps(['notify: { channel: fax, within: 5m }\n    eventually: { within: 1m }']))).toEqual([
    'scenario.unknown-system 4:13 the landscape has no system "notify" that catches messages',
    'scenario.unknown-value 4:24 unknown value, found text "fax"; expected one of: email, sms, chat',
    'scenario.notify 4:29 "within" is short for "eventually", give one of them',
  ])
})
