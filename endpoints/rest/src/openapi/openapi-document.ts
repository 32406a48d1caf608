import { z } from 'zod'
import { isProtocolRoute, type Route } from '../routes/route.js'
import { RESPONSES } from '../schema/response-schemas.js'
import type { ApiVersion } from '../wire/index.js'

type Json = Readonly<Record<string, unknown>>

const texts = new WeakMap<readonly Route[], string>()

/** The document as text; made once. */
export function openApiText(routes: readonly Route[], gatewayVersion: string): string {
  let text = texts.get(routes)
  if (text === undefined) {
    text = JSON.stringify(openApiDocument(routes, gatewayVersion))
    texts.set(routes, text)
  }
  return text
}

/** Describes routes in OpenAPI 3.1: each route of the protocol once for each of its versions. */
export function openApiDocument(routes: readonly Route[], gatewayVersion: string): Json {
  const paths: Record<string, Record<string, Json>> = {}
  for (const route of routes) {
    const versions: readonly (ApiVersion | undefined)[] = isProtocolRoute(route) ? route.versions : [undefined]
    for (const version of versions) {
      const prefix = version === undefined ? '' : `/${version.toLowerCase()}`
      const path = prefix + route.path.replaceAll(/:(\w+)/g, '{$1}')
      paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route, version) }
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'SQL gateway, REST',
      version: gatewayVersion,
      description:
        'The protocol of the Flink SQL gateway, versions 1 to 4, and what the gateway adds. Routes of version 4 can be called without /v4, too.',
    },
    paths,
    components: { schemas: schemas(routes) },
  }
}

function operation(route: Route, version: ApiVersion | undefined): Json {
  const { name, contentType = 'application/json' } = route.response
  const content = (schema: string, type: string) => ({ content: { [type]: { schema: reference(schema) } } })
  return {
    operationId: version === undefined ? route.operationId : `${route.operationId}${version}`,
    summary: route.summary,
    tags: [version ?? 'gateway'],
    parameters: [...pathParameters(route.path), ...queryParameters(route, version)],
    ...(isEmptyRequest(route) ? {} : { requestBody: content(route.request.name, 'application/json') }),
    responses: {
      200: { description: 'Success', ...content(name, contentType) },
      default: { description: 'Failure', ...content(RESPONSES.error.name, 'application/json') },
    },
  }
}

function pathParameters(path: string): Json[] {
  return Array.from(path.matchAll(/:(\w+)/g), ([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: name.endsWith('_handle') ? { type: 'string', format: 'uuid' } : name === 'token' ? { type: 'integer' } : { type: 'string' },
  }))
}

function queryParameters({ query }: Route, version: ApiVersion | undefined): Json[] {
  const known = query.filter(({ versions }) => version === undefined || versions === undefined || versions.includes(version))
  return known.map(({ name, doc, schema }) => ({ name, in: 'query', required: false, description: doc, schema }))
}

function isEmptyRequest({ request }: Route): boolean {
  return request.name === 'EmptyRequestBody'
}

function reference(name: string): Json {
  return { $ref: `#/components/schemas/${name}` }
}

function schemas(routes: readonly Route[]): Json {
  const requests = routes
    .filter((route) => !isEmptyRequest(route))
    .map(({ request }) => [request.name, jsonSchema(request.schema, 'input')])
  const responses = [RESPONSES.error, ...routes.map((route) => route.response)].map(({ name, schema }) => [
    name,
    jsonSchema(schema, 'output'),
  ])
  return Object.fromEntries([...requests, ...responses])
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return rest
}
