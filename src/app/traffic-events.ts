import type { Clock } from '../core/clock.ts'
import type { Concealment } from '../core/concealment.ts'
import type { Parts } from '../core/detail.ts'
import type { EventSink } from '../core/events.ts'
import type { Message } from '../core/message-log.ts'
import type { ApiServerOptions, Exchange, WireMessage } from '../environment/embedded/api-server.ts'

/** Tells of what passes between systems: always that it did, and in full detail what it was. */
export interface TrafficEvents {
  ofApi(system: string): Pick<ApiServerOptions, 'onExchange' | 'onRequest'>
  published(topic: string, messages: readonly Message[]): void
  /** Only there when somebody wants to know. */
  delivered?(group: string, messages: readonly Message[]): void
}

const mostMessages = 50

export function trafficEvents(sink: EventSink, wallClock: Clock, concealed: Concealment): TrafficEvents {
  const detailed = sink.detail === 'full'
  const content = (messages: readonly Message[]) =>
    concealed.content(
      messages.slice(0, mostMessages).map(({ key, value, headers, partition, offset }) => ({
        key,
        partition,
        offset,
        headers,
        value,
      })),
    )
  let exchanges = 0

  return {
    ofApi: (system) =>
      detailed
        ? apiInDetail(system, sink, wallClock, concealed, () => ++exchanges)
        : {
            onExchange: ({ exchange: _number, sent: _sent, from: _from, ...exchange }) =>
              sink({ type: 'http.exchange', at: wallClock.now(), system, ...exchange }),
          },
    published(topic, messages) {
      const [first] = messages
      const correlationId = first?.headers['correlation-id']
      const from = first?.headers['x-standin-caller']
      sink({
        type: 'message.published',
        at: wallClock.now(),
        topic,
        key: first?.key ?? null,
        count: messages.length,
        ...(correlationId !== undefined && { correlationId }),
        ...(detailed && { ...(from !== undefined && { from }), messages: content(messages) }),
      })
    },
    ...(detailed && {
      delivered: (group: string, messages: readonly Message[]) => {
        for (const [topic, ofTopic] of Map.groupBy(messages, (message) => message.topic)) {
          const count = ofTopic.length
          sink({ type: 'message.delivered', at: wallClock.now(), topic, group, count, messages: content(ofTopic) })
        }
      },
    }),
  }
}

function apiInDetail(
  system: string,
  sink: EventSink,
  wallClock: Clock,
  concealed: Concealment,
  next: () => number,
): Pick<ApiServerOptions, 'onExchange' | 'onRequest'> {
  return {
    onRequest({ method, path, from, correlationId }) {
      const exchange = next()
      sink({
        type: 'http.received',
        at: wallClock.now(),
        exchange,
        system,
        method,
        path: concealed.text(path),
        ...(from !== undefined && { from }),
        ...(correlationId !== undefined && { correlationId }),
      })
      return exchange
    },
    onExchange({ sent, path, ...exchange }: Exchange) {
      sink({
        type: 'http.exchange',
        at: wallClock.now(),
        system,
        path: concealed.text(path),
        ...exchange,
        ...(sent !== undefined && {
          request: { ...queryOf(sent.query, concealed), ...partsOf(sent.request, concealed) },
          response: partsOf(sent.response, concealed),
        }),
      })
    },
  }
}

function queryOf(query: string, concealed: Concealment): Parts {
  return query === '' ? {} : { query: concealed.content(Object.fromEntries(new URLSearchParams(query))) }
}

function partsOf({ headers, body }: WireMessage, concealed: Concealment): Parts {
  return {
    headers: concealed.content(headers),
    ...(body.length > 0 && { body: concealed.body(new TextDecoder().decode(body)) }),
  }
}
