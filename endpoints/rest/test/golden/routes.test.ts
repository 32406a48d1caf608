import { describe, expect, test } from '@jest/globals'
import { openApiDocument } from '../../src/openapi/openapi-document.js'
import { isProtocolRoute } from '../../src/routes/route.js'
import { ROUTES } from '../../src/routes/route-table.js'
import { readSource } from './golden-file.js'

interface FlinkRoute {
  readonly call: string
  readonly versions: string
  readonly operationId: string
  readonly query?: Readonly<Record<string, string>>
  readonly request: readonly string[]
  readonly response: readonly string[]
}

interface Schema {
  readonly properties?: Readonly<Record<string, unknown>>
  readonly anyOf?: readonly Schema[]
}

const FLINK = JSON.parse(readSource('endpoints/rest/test/golden/flink-routes.json')) as { readonly routes: readonly FlinkRoute[] }
const DOCUMENT = openApiDocument(ROUTES, '1.0') as {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { operationId: string; parameters: readonly { name: string; in: string }[] }>>>
  >
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
}

const digits = (versions: readonly string[]) => versions.map((version) => version.slice(1)).join('')

/** Fields of a schema of the document, those of its last alternative where it has several. */
function fieldsOf(name: string): string[] {
  const schema = DOCUMENT.components.schemas[name]
  return Object.keys((schema?.anyOf?.at(-1) ?? schema)?.properties ?? {})
}

describe('routes/route-table', () => {
  test('has the routes of Flink with its versions, names and fields, and no other under its versions', () => {
    const ours = ROUTES.filter(isProtocolRoute).map((route) => ({
      call: `${route.method} ${route.path}`,
      versions: digits(route.versions),
      operationId: route.operationId,
      ...(route.query.length === 0
        ? {}
        : { query: Object.fromEntries(route.query.map(({ name, versions }) => [name, digits(versions ?? [])])) }),
      request: fieldsOf(route.request.name),
      response: fieldsOf(route.response.name),
    }))
    expect(ours).toEqual(FLINK.routes)
  })

  test('has no two routes of one name, or of one method and path', () => {
    expect(new Set(ROUTES.map(({ operationId }) => operationId)).size).toBe(ROUTES.length)
    expect(new Set(ROUTES.map(({ method, path }) => `${method} ${path.replaceAll(/:\w+/g, ':')}`)).size).toBe(ROUTES.length)
  })
})

describe('openapi/openapi-document', () => {
  test('describes each route under each of its versions, and refers to nothing that it does not hold', () => {
    const operations = Object.values(DOCUMENT.paths).flatMap((methods) => Object.values(methods))
    expect(operations).toHaveLength(ROUTES.reduce((sum, { versions }) => sum + Math.max(1, versions.length), 0))
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length)
    const references = JSON.stringify(DOCUMENT).matchAll(/"#\/components\/schemas\/(\w+)"/g)
    for (const [, name] of references) expect(DOCUMENT.components.schemas).toHaveProperty(name ?? '')
  })

  test('names every parameter of a path, and rowFormat where it is looked at', () => {
    for (const [path, methods] of Object.entries(DOCUMENT.paths)) {
      for (const { parameters } of Object.values(methods)) {
        const inPath = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => `{${name}}`)
        expect(path.match(/\{\w+\}/g) ?? []).toEqual(inPath)
      }
    }
    const fetch = (version: string) =>
      DOCUMENT.paths[`/${version}/sessions/{session_handle}/operations/{operation_handle}/result/{token}`]?.['get']?.parameters.map(
        ({ name }) => name,
      )
    expect(fetch('v1')).not.toContain('rowFormat')
    expect(fetch('v2')).toContain('rowFormat')
  })

  test('requires of bodies what their calls cannot do without', () => {
    expect(DOCUMENT.components.schemas['ExecuteStatementRequestBody']).toMatchObject({
      type: 'object',
      required: ['statement'],
      properties: {
        statement: { type: 'string' },
        executionTimeout: { type: 'integer' },
        executionConfig: { type: 'object', additionalProperties: { type: 'string' } },
      },
    })
    expect(DOCUMENT.components.schemas['OpenSessionRequestBody']).not.toHaveProperty('required')
  })
})
