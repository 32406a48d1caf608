import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { problemText, runCheck } from '#scripts/checks/check.js'
import { layersCheck } from '#scripts/checks/layers.js'
import { copyProject, createTree, PROJECT_ROOT, type TemporaryTree } from './temporary-tree.js'

interface Violation {
  readonly rule: string
  readonly file: string
  readonly source: string
  /** The whole message, so that it is seen to say what is allowed. */
  readonly message: string
}

const COMMON = 'it may import itself'
const SERVICE = "it may import itself, gateway-common, Node's modules, declared libraries"
const PLUGIN = SERVICE
const ENDPOINT = "it may import itself, gateway-common, rest wire types, Node's modules, declared libraries"
const CLIENT = "it may import itself, gateway-common, rest wire types, sql-client gateway, Node's modules, declared libraries"

const VIOLATIONS: readonly Violation[] = [
  {
    rule: 'gateway-common imports a package of ours',
    file: 'gateway-common/src/planted-1.ts',
    source: `import { x } from '@sql-gateway/gateway-service'`,
    message: `gateway-common may not import gateway-service ('@sql-gateway/gateway-service'); ${COMMON}`,
  },
  {
    rule: 'gateway-common imports Node',
    file: 'gateway-common/src/planted-2.ts',
    source: `import { readFileSync } from 'node:fs'`,
    message: `gateway-common may not import Node's 'node:fs'; ${COMMON}`,
  },
  {
    rule: 'gateway-common imports a library',
    file: 'gateway-common/src/planted-3.ts',
    source: `import { pino } from 'pino'`,
    message: `gateway-common may not import the library 'pino'; ${COMMON}`,
  },
  {
    rule: 'gateway-common imports its testkit',
    file: 'gateway-common/src/planted-4.ts',
    source: `import { x } from '../testkit/index.js'`,
    message: `gateway-common may not import testkit ('../testkit/index.js'); ${COMMON}`,
  },
  {
    rule: 'the service imports an endpoint',
    file: 'gateway-service/src/planted-5.ts',
    source: `import { x } from '@sql-gateway/endpoint-rest'`,
    message: `gateway-service may not import endpoints ('@sql-gateway/endpoint-rest'); ${SERVICE}`,
  },
  {
    rule: 'the service imports an engine, lazily',
    file: 'gateway-service/src/planted-6.ts',
    source: `export const engine = () => import('@sql-gateway/engine-duckdb')`,
    message: `gateway-service may not import engines ('@sql-gateway/engine-duckdb'); ${SERVICE}`,
  },
  {
    rule: 'the service names an engine in a string',
    file: 'gateway-service/src/planted-7.ts',
    source: `export const engine = '@sql-gateway/engine-duckdb'`,
    message: `gateway-service may not import engines ('@sql-gateway/engine-duckdb'); ${SERVICE}`,
  },
  {
    rule: 'the service imports the testkit',
    file: 'gateway-service/src/planted-8.ts',
    source: `import { x } from '@sql-gateway/gateway-common/testkit'`,
    message: `gateway-service may not import testkit ('@sql-gateway/gateway-common/testkit'); ${SERVICE}`,
  },
  {
    rule: 'an endpoint imports the service',
    file: 'endpoints/rest/src/planted-9.ts',
    source: `import type { x } from '@sql-gateway/gateway-service'`,
    message: `endpoints may not import gateway-service ('@sql-gateway/gateway-service'); ${ENDPOINT}`,
  },
  {
    rule: 'an endpoint re-exports an engine',
    file: 'endpoints/rest/src/planted-10.ts',
    source: `export { x } from '@sql-gateway/engine-duckdb'`,
    message: `endpoints may not import engines ('@sql-gateway/engine-duckdb'); ${ENDPOINT}`,
  },
  {
    rule: 'an endpoint imports a sibling',
    file: 'endpoints/rest/src/planted-11.ts',
    source: `export * from '@sql-gateway/endpoint-hiveserver2'`,
    message: `endpoints may not import a sibling: 'rest' imports 'hiveserver2' by '@sql-gateway/endpoint-hiveserver2'; ${ENDPOINT}`,
  },
  {
    rule: 'an engine imports an endpoint by an import type',
    file: 'engines/duckdb/src/planted-12.ts',
    source: `export type X = import('@sql-gateway/endpoint-rest').X`,
    message: `engines may not import endpoints ('@sql-gateway/endpoint-rest'); ${PLUGIN}`,
  },
  {
    rule: 'an example imports the service',
    file: 'examples/endpoint-lines/src/planted-20.ts',
    source: `import { x } from '@sql-gateway/gateway-service'`,
    message: `examples may not import gateway-service ('@sql-gateway/gateway-service'); ${PLUGIN}`,
  },
  {
    rule: 'the client imports the service outside of the one folder for it',
    file: 'sql-client/src/run/planted-21.ts',
    source: `import { x } from '@sql-gateway/gateway-service'`,
    message: `sql-client may not import gateway-service ('@sql-gateway/gateway-service'); ${CLIENT}`,
  },
  {
    rule: 'the client imports the endpoint beside its wire types',
    file: 'sql-client/src/rest/planted-22.ts',
    source: `import x from '@sql-gateway/endpoint-rest'`,
    message: `sql-client may not import endpoints ('@sql-gateway/endpoint-rest'); ${CLIENT}`,
  },
  {
    rule: "a package's test imports another package's code",
    file: 'endpoints/rest/test/planted-13.test.ts',
    source: `import { x } from '@sql-gateway/gateway-service'`,
    message:
      "endpoint tests may not import gateway-service ('@sql-gateway/gateway-service'); " +
      "it may import itself, endpoints, rest wire types, gateway-common, testkit, Node's modules, declared libraries",
  },
  {
    rule: "a package's test imports a sibling",
    file: 'endpoints/rest/test/planted-14.test.ts',
    source: `import { x } from '@sql-gateway/endpoint-hiveserver2'`,
    message:
      "endpoint tests may not import a sibling: 'rest' imports 'hiveserver2' by '@sql-gateway/endpoint-hiveserver2'; " +
      "it may import itself, endpoints, rest wire types, gateway-common, testkit, Node's modules, declared libraries",
  },
  {
    rule: 'a relative path walks out of its package',
    file: 'endpoints/rest/src/planted-15.ts',
    source: `import { x } from '../../../gateway-common/src/index.js'`,
    message:
      "'../../../gateway-common/src/index.js' leaves endpoints/rest; import another package by its name (@sql-gateway/gateway-common)",
  },
  {
    rule: 'an import reaches into the sources of a package',
    file: 'test/planted-16.ts',
    source: `import { x } from '@sql-gateway/gateway-service/src/index.js'`,
    message: "'@sql-gateway/gateway-service/src/index.js' is no public export; public are @sql-gateway/gateway-service",
  },
  {
    rule: 'an import reaches into what was built of a package',
    file: 'endpoints/rest/src/planted-17.ts',
    source: `import { x } from '@sql-gateway/gateway-common/dist/src/index.js'`,
    message:
      "'@sql-gateway/gateway-common/dist/src/index.js' is no public export; " +
      'public are @sql-gateway/gateway-common, @sql-gateway/gateway-common/testkit',
  },
  {
    rule: 'a library is not declared',
    file: 'endpoints/rest/src/planted-18.ts',
    source: `import pino from 'pino/file'`,
    message: "'pino/file' is not declared: add pino to the dependencies of endpoints/rest/package.json",
  },
  {
    rule: 'a source imports a library that is declared for development only',
    file: 'gateway-service/src/planted-19.ts',
    source: `import { test } from '@jest/globals'`,
    message: "'@jest/globals' is not declared: add @jest/globals to the dependencies of gateway-service/package.json",
  },
  {
    rule: 'a test imports a library that nobody declares',
    file: 'engines/duckdb/test/planted-20.test.ts',
    source: `import { x } from 'nobody'`,
    message: "'nobody' is not declared: add nobody to the dependencies or devDependencies of engines/duckdb/package.json",
  },
  {
    rule: 'a file lies in no layer',
    file: 'attic/planted-21.ts',
    source: '',
    message: 'lies in no layer: move it, or give its folder a row in architecture.json',
  },
]

/** Files that must not be found fault with, or only together. */
const PLANTED: Readonly<Record<string, string>> = {
  'endpoints/planted/package.json': '{ "name": "@sql-gateway/endpoint-planted" }',
  'endpoints/planted/src/index.ts': `import { x } from '@sql-gateway/gateway-common'`,
  'gateway-common/src/planted-a.ts': `import { b } from './planted-b.js'\nexport const a = b`,
  'gateway-common/src/planted-b.ts': `import { a } from './planted-a.js'\nexport const b = a`,
  'gateway-common/src/planted-c.ts': `import type { D } from './planted-d.js'\nexport type C = D`,
  'gateway-common/src/planted-d.ts': `import type { C } from './planted-c.js'\nexport type D = C`,
  'engines/duckdb/test/planted-ok.ts': `import { pino } from '@sql-gateway/gateway-common/testkit'\nimport { test } from '@jest/globals'`,
}

describe('scripts/checks/layers', () => {
  let copy: TemporaryTree
  let problems: readonly string[]
  const about = (part: string): readonly string[] => problems.filter((text) => text.startsWith(part))

  beforeAll(() => {
    copy = copyProject()
    for (const [file, source] of Object.entries(PLANTED)) copy.write(file, source)
    for (const { file, source } of VIOLATIONS) copy.write(file, `\n${source}\n`)
    problems = runCheck(layersCheck, copy.root).problems.map(problemText)
  })
  afterAll(() => copy[Symbol.dispose]())

  test.each(VIOLATIONS)('finds that $rule', ({ file, source, message }) => {
    const line = source === '' ? '' : ':2'
    expect(about(file)).toEqual([`${file}${line}: ${message}`])
  })

  test('finds that a package of ours is not declared', () => {
    const file = 'endpoints/planted/src/index.ts'
    const message = `'@sql-gateway/gateway-common' is not declared: add @sql-gateway/gateway-common to the dependencies of`
    expect(about(file)).toEqual([`${file}:1: ${message} endpoints/planted/package.json`])
  })

  test('finds files that load each other in a circle', () => {
    const [a, b] = ['gateway-common/src/planted-a.ts', 'gateway-common/src/planted-b.ts']
    expect(about(a)).toEqual([`${a}: imports itself in a circle, move what is shared into a file of its own: ${a} → ${b} → ${a}`])
    expect(about(b)).toEqual([])
  })

  test('lets types refer to each other', () => {
    expect([...about('gateway-common/src/planted-c.ts'), ...about('gateway-common/src/planted-d.ts')]).toEqual([])
  })

  test("lets a package's test import the testkit and what the root declares for development", () => {
    expect(about('engines/duckdb/test/planted-ok.ts')).toEqual([])
  })

  test('finds a row of the table that no file belongs to', () => {
    const table = JSON.stringify({
      layers: { attic: { paths: ['attic/*/src'], mayImport: [], builtins: false, libraries: 'none' } },
    })
    using tree = createTree({ 'architecture.json': table, 'package.json': '{ "name": "x" }' })
    expect(layersCheck.run(tree.root).problems).toContainEqual({
      file: 'architecture.json',
      message: 'the layer attic has no files: nothing matches attic/*/src',
    })
  })

  test('fails when it sees no import at all', () => {
    using tree = createTree({ 'architecture.json': '{ "layers": {} }', 'package.json': '{ "name": "x" }' })
    expect(runCheck(layersCheck, tree.root)).toEqual({
      examined: 0,
      problems: [{ file: '.', message: 'the check layers found no imports to examine' }],
    })
  })

  test('examines the imports of every package', () => {
    expect(layersCheck.run(PROJECT_ROOT).examined).toBeGreaterThan(200)
  })
})
