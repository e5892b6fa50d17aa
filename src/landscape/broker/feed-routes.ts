import { type HttpHandler, HttpResponse } from 'msw'
import type { JsonObject } from '../../core/json.ts'
import { textField } from '../fields.ts'
import { Refusal } from '../refusal.ts'
import type { ApiCall, Route } from '../routes.ts'
import type { ChangeFeeds, FeedConfig, FeedState } from './change-feeds.ts'

/** The routes by which change feeds are started and ended, in the shape of Kafka Connect's. */
export function feedRoutes(route: Route, authorize: (call: ApiCall) => void, feeds: ChangeFeeds): HttpHandler[] {
  const found = ({ params }: ApiCall): FeedState => {
    const state = feeds.list().find(({ name }) => name === params.name)
    if (state === undefined) throw new Refusal(404, '404', `Connector ${params.name?.slice(0, 60)} not found`)
    return state
  }
  return [
    route('get', '/connectors', async (call) => {
      authorize(call)
      return HttpResponse.json(feeds.list().map(({ name }) => name))
    }),
    route('put', '/connectors/:name/config', async (call) => {
      authorize(call)
      const { name = '' } = call.params
      const isNew = !feeds.list().some((feed) => feed.name === name)
      const state = await feeds.start(name, configIn(await call.json()))
      return HttpResponse.json(shown(state), { status: isNew ? 201 : 200 })
    }),
    route('get', '/connectors/:name/status', async (call) => {
      authorize(call)
      const { name, way } = found(call)
      return HttpResponse.json({ name, type: 'source', connector: { state: 'RUNNING' }, way })
    }),
    route('delete', '/connectors/:name', async (call) => {
      authorize(call)
      await feeds.end(found(call).name)
      return new Response(null, { status: 204 })
    }),
  ]
}

function configIn(body: JsonObject): FeedConfig {
  return {
    database: textField(body, 'database.dbname'),
    tables: textField(body, 'table.include.list')
      .split(',')
      .map((table) => table.trim()),
    topic: textField(body, 'topic'),
    key: textField(body, 'message.key.columns'),
  }
}

function shown({ name, database, tables, topic, key }: FeedState): JsonObject {
  const config = {
    'database.dbname': database,
    'table.include.list': tables.join(','),
    topic,
    'message.key.columns': key,
  }
  return { name, config, type: 'source' }
}
