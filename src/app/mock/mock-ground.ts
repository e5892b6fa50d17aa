import { concealment } from '../../core/concealment.ts'
import type { Disposal } from '../../core/disposal.ts'
import { environmentError, messageOf, StandinError } from '../../core/error.ts'
import type { EventSink, RunEvent } from '../../core/events.ts'
import { faultBoard } from '../../core/fault-board.ts'
import { serveApi } from '../../environment/embedded/api-server.ts'
import { type Disturbance, raiseFaults } from '../../mock/disturbance/raise-faults.ts'
import { handlersOf } from '../../mock/handlers.ts'
import type { Traffic } from '../../mock/traffic/traffic.ts'
import type { Ambient } from '../ambient.ts'
import { trafficEvents } from '../traffic-events.ts'

/** What all that is mocked stands on. */
export interface MockGround {
  opened: Disposal
  traffic: Traffic
  disturbance: Disturbance
  ambient: Ambient
  note(sentence: string): void
  /** The port of the API with this number, from 0. */
  portOf(index: number): number | undefined
  signal: AbortSignal
}

/** Serves one function as an API, with faults, and tells the traffic of it. Gives its URL. */
export async function serveMock(
  name: string,
  index: number,
  answer: (request: Request) => Promise<Response>,
  ground: MockGround,
): Promise<string> {
  const { opened, traffic, disturbance, ambient, note } = ground
  const concealed = concealment()
  const faults = faultBoard()
  raiseFaults(faults, name, disturbance, (fault, what) => traffic.struck(name, fault, concealed.text(what)))
  const port = ground.portOf(index)
  const serving = serveApi({
    system: name,
    handlers: handlersOf(answer),
    faults,
    ...(port !== undefined && { port }),
    ...trafficEvents(exchangeSink(traffic), ambient.wallClock, concealed).ofApi(name),
    onBug: (thrown) => note(`${name}: ${concealed.text(messageOf(thrown))}`),
  })
  return opened.use(await serving.catch(refusePort)).url
}

/** Keeps the exchanges of these APIs; of all when nothing is said. */
export function exchangeSink(
  traffic: Traffic,
  names?: ReadonlySet<string>,
  rest?: (event: RunEvent) => void,
): EventSink {
  const sink = (event: RunEvent): void => {
    if (event.type !== 'http.exchange') rest?.(event)
    if (event.type !== 'http.exchange' || names?.has(event.system) === false) return
    const { at, system, method, path, status, duration, from, request = {}, response = {} } = event
    const caller = from === undefined ? {} : { from }
    traffic.add({ at, api: system, method, path, status, duration, ...caller, request, response })
  }
  return Object.assign(sink, { detail: 'full' as const })
}

/** The remedy of a mock's port is another one than that of a landscape's. */
export function refusePort(thrown: unknown): never {
  if (!(thrown instanceof StandinError) || !thrown.code.startsWith('port.')) throw thrown
  const { code, message } = thrown.problems[0]
  throw environmentError(
    { code, message, remedy: 'Stop what listens there, give another --port, or none so that free ones are used.' },
    thrown,
  )
}
