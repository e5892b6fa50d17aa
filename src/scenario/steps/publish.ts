import type { PublishMessageStep } from '../model.ts'
import { renderText, renderTexts } from './rendered-text.ts'
import type { Attempt, StepContext } from './step-context.ts'
import { toJson } from './to-json.ts'

/** Writes one message that bears the run's correlation id. The answer is its position. */
export async function publishMessage(
  step: PublishMessageStep,
  { landscape, scope, correlationId, tell, wallClock, contracts }: StepContext,
): Promise<Attempt> {
  const headers = renderTexts(step.headers, scope, 'the header')
  const message = {
    key: step.key === undefined ? null : renderText(step.key, scope, 'the key'),
    value: toJson(step.value.render(scope)),
    headers: { ...headers, 'correlation-id': correlationId },
  }
  const started = wallClock.now()
  const [position] = await landscape.log.publish(step.topic, [message])
  const answer = toJson(position)
  tell?.({
    kind: 'publish',
    to: step.topic,
    summary: `publish to ${step.topic}`,
    started,
    request: message,
    response: { position: answer },
  })
  const failure = await contracts?.message(step.topic, message.value)
  return failure === undefined ? { answer } : { answer, failure: { ...failure, place: step.place } }
}
