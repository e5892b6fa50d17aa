import type { Message } from '../../core/message-log.ts'
import type { ConsumeMessagesStep } from '../model.ts'
import { renderText } from './rendered-text.ts'
import type { Attempt, StepContext } from './step-context.ts'
import { toJson } from './to-json.ts'

/** Finds messages on a topic without taking them from anybody. The answer is `{ messages }`; none is a failure. */
export async function consumeMessages(
  step: ConsumeMessagesStep,
  { landscape, scope, correlationId, tell, wallClock, contracts }: StepContext,
): Promise<Attempt> {
  const key = step.key === undefined ? undefined : renderText(step.key, scope, 'the key')
  const isMeant = (message: Message): boolean =>
    (step.any || message.headers['correlation-id'] === correlationId) &&
    (key === undefined || message.key === key) &&
    (step.where === undefined || step.where.evaluate({ ...scope, message: toJson(message) }) === true)
  const started = wallClock.now()
  const all = await landscape.log.read(step.topic)
  const messages = all.filter(isMeant)
  const answer = { messages: toJson(messages) }
  tell?.({
    kind: 'consume',
    to: step.topic,
    summary: `consume from ${step.topic}`,
    outcome: `${messages.length} of ${all.length} messages`,
    started,
    request: { topic: step.topic, key, where: step.where?.source },
    response: { messages },
  })
  for (const { value } of messages) {
    const failure = await contracts?.message(step.topic, toJson(value))
    if (failure !== undefined) return { answer, failure: { ...failure, place: step.place } }
  }
  if (messages.length > 0) return { answer }
  return { answer, failure: { message: absence(step, all.length), place: step.place } }
}

function absence({ topic, key, where, any }: ConsumeMessagesStep, looked: number): string {
  const conditions = [
    ...(any ? [] : ['of this run']),
    ...(key === undefined ? [] : ['with this key']),
    ...(where === undefined ? [] : [`for which ${where.source}`]),
  ]
  return `no message ${[...conditions, `is on the topic ${topic}`].join(' ')} (${looked} looked at)`
}
