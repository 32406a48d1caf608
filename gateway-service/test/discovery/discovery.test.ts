import { mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { type Clock, type EngineFactory, SILENT_LOGGER, SYSTEM_CLOCK } from '@sql-gateway/gateway-common'
import { createFakeClock } from '@sql-gateway/gateway-common/testkit'
import { createConfiguration } from '../../src/configuration/configuration.js'
import { createFlagSource } from '../../src/configuration/configuration-source.js'
import { createStartProblems } from '../../src/configuration/start-problems.js'
import { type Discovered, discover } from '../../src/discovery/discovery.js'
import { IMPORT_LIMIT_MS, type ModuleImporter } from '../../src/discovery/module-importer.js'
import { createTemporaryFolder, endpointPackage, factoryCode, nodeImporter, type TemporaryFolder } from './plugin-folder.js'

const ENGINE: EngineFactory = {
  identifier: 'toy',
  options: {},
  createEngine: () => {
    throw new TypeError('the engine is never opened')
  },
}

interface Asked {
  readonly endpoints: readonly string[]
  readonly engines?: readonly string[]
  readonly flags?: Readonly<Record<string, string>>
  readonly pluginDirectories?: readonly string[]
  readonly importer?: ModuleImporter
  readonly clock?: Clock
}

interface Answer extends Discovered {
  readonly problems: readonly string[]
  readonly ignored: readonly string[]
  readonly imported: readonly string[]
}

async function discoverIn(folder: TemporaryFolder, asked: Asked): Promise<Answer> {
  const { endpoints, engines = ['toy'], flags = {}, pluginDirectories = [], importer = nodeImporter, clock = SYSTEM_CLOCK } = asked
  await mkdir(join(folder.path, 'installation'), { recursive: true })
  await folder.write({ 'installation/package.json': { dependencies: { '@x/own': '1', 'not-there': '1' } } })
  const problems = createStartProblems()
  const configuration = createConfiguration([createFlagSource(flags)], folder.path, problems)
  const imported: string[] = []
  const discovered = await discover({
    places: { installationDirectory: join(folder.path, 'installation'), homeDirectory: folder.path, pluginDirectories },
    endpointTypes: endpoints,
    engineTypes: engines,
    configuration,
    builtIn: { endpoints: [], engines: [ENGINE] },
    importer: (url) => {
      imported.push(url)
      return importer(url)
    },
    clock,
    logger: SILENT_LOGGER,
    problems,
  })
  const ignored = configuration.finish(discovered.isForeign)
  return { ...discovered, problems: problems.all, ignored, imported }
}

async function problemsOf(files: Readonly<Record<string, string | object>>, asked: Asked): Promise<readonly string[]> {
  await using folder = await createTemporaryFolder(files)
  const { problems, endpoints } = await discoverIn(folder, asked)
  expect(endpoints).toEqual([])
  return problems
}

describe('discover', () => {
  test('finds endpoints among the own dependencies, in plugins, in a scope and in further folders', async () => {
    await using folder = await createTemporaryFolder({
      ...endpointPackage('installation/node_modules/@x/own', 'own', factoryCode('own')),
      ...endpointPackage('plugins/echo', 'echo', factoryCode('echo')),
      ...endpointPackage('plugins/@acme/ping', 'ping', factoryCode('ping')),
      ...endpointPackage('more/pong', 'pong', factoryCode('pong')),
      ...endpointPackage('single', 'solo', factoryCode('solo')),
      'plugins/README.md': 'no package',
      'plugins/.hidden/x': '',
    })
    const asked = { endpoints: ['own', 'echo', 'ping', 'pong', 'solo'], pluginDirectories: ['more', join(folder.path, 'single')] }
    const { endpoints, engines, problems } = await discoverIn(folder, asked)
    expect(problems).toEqual([])
    expect(endpoints.map(({ name, factory }) => [name, factory.identifier])).toEqual(asked.endpoints.map((name) => [name, name]))
    expect(engines.map(({ name }) => name)).toEqual(['toy'])
  })

  test('imports nothing but what is named', async () => {
    await using folder = await createTemporaryFolder({
      ...endpointPackage('plugins/a', 'a', factoryCode('a')),
      ...endpointPackage('plugins/b', 'b', 'throw new Error("imported")'),
    })
    const { imported, problems } = await discoverIn(folder, { endpoints: ['a'] })
    expect(problems).toEqual([])
    expect(imported).toEqual([expect.stringMatching(/plugins\/a\/index\.js$/)])
  })

  test('finds a package of which the folder is a link', async () => {
    await using folder = await createTemporaryFolder(endpointPackage('elsewhere/a', 'a', factoryCode('a')))
    await mkdir(join(folder.path, 'plugins'))
    await symlink(join(folder.path, 'elsewhere', 'a'), join(folder.path, 'plugins', 'a'))
    expect((await discoverIn(folder, { endpoints: ['a'] })).problems).toEqual([])
  })

  test('takes a factory from CommonJS, translated or not', async () => {
    const commonJs = (code: string): Readonly<Record<string, string | object>> => ({
      'plugins/c/package.json': { name: 'c', sqlGateway: { apiVersion: 1, endpoints: { c: 'index.cjs' } } },
      'plugins/c/index.cjs': code,
    })
    const factory = "{ identifier: 'c', options: {}, createEndpoint() {} }"
    for (const code of [`module.exports = ${factory}`, `exports.__esModule = true\nexports.default = ${factory}`]) {
      await using folder = await createTemporaryFolder(commonJs(code))
      expect(await discoverIn(folder, { endpoints: ['c'] })).toMatchObject({ problems: [], endpoints: [{ name: 'c' }] })
    }
  })

  test("reads a plug-in's options under its prefix", async () => {
    const options = "{ greeting: { key: 'greeting', format: 'string', default: 'hi', doc: 'What.', since: '1', scope: 'gateway' } }"
    await using folder = await createTemporaryFolder(endpointPackage('plugins/echo', 'echo', factoryCode('echo', options)))
    const flags = { 'sql-gateway.endpoint.echo.greeting': 'hello' }
    const { endpoints, problems } = await discoverIn(folder, { endpoints: ['echo'], flags })
    expect(problems).toEqual([])
    expect(endpoints.map(({ settings }) => settings)).toEqual([{ greeting: 'hello' }])
  })

  test('opens several engines of one kind, by name or by the option kind', async () => {
    await using folder = await createTemporaryFolder(endpointPackage('plugins/a', 'a', factoryCode('a')))
    const flags = { 'sql-gateway.engine.warehouse.kind': 'toy' }
    const { engines, problems } = await discoverIn(folder, { endpoints: ['a'], engines: ['toy-1.20', 'warehouse'], flags })
    expect(problems).toEqual([])
    expect(engines.map(({ name, factory }) => [name, factory.identifier])).toEqual([
      ['toy-1.20', 'toy'],
      ['warehouse', 'toy'],
    ])
  })

  test('refuses names that no engine can have', async () => {
    await using folder = await createTemporaryFolder(endpointPackage('plugins/a', 'a', factoryCode('a')))
    const { problems } = await discoverIn(folder, { endpoints: ['a'], engines: ['type', 'Toy', 'toy..1'] })
    expect(problems).toEqual([
      expect.stringMatching(/^sql-gateway.engine.type: 'type' cannot be the name of an engine/),
      expect.stringMatching(/^sql-gateway.engine.type: 'Toy' cannot/),
      expect.stringMatching(/^sql-gateway.engine.type: 'toy\.\.1' cannot/),
    ])
  })

  test('gives back options of what is there but not enabled, and refuses those of a misspelt name', async () => {
    await using folder = await createTemporaryFolder({
      ...endpointPackage('plugins/a', 'alpha', factoryCode('alpha')),
      ...endpointPackage('plugins/b', 'beta-max', factoryCode('beta-max')),
    })
    const flags = {
      'sql-gateway.endpoint.beta-max.port': '1',
      'sql-gateway.endpoint.livestock.port': '1',
      'sql-gateway.engine.toy-2.3.url': 'x',
      'sql-gateway.endpoint.aplha.port': '1',
    }
    const { ignored, problems } = await discoverIn(folder, { endpoints: ['alpha'], flags })
    expect(ignored).toEqual(['sql-gateway.endpoint.beta-max.port', 'sql-gateway.endpoint.livestock.port', 'sql-gateway.engine.toy-2.3.url'])
    expect(problems).toEqual(['Unknown option: -Dsql-gateway.endpoint.aplha.port.'])
  })
})

describe('discover: problems', () => {
  test('an unknown identifier, with those available', async () => {
    const files = { ...endpointPackage('plugins/b', 'b', factoryCode('b')), ...endpointPackage('plugins/a', 'a', factoryCode('a')) }
    expect(await problemsOf(files, { endpoints: ['x'] })).toEqual([
      expect.stringMatching(/^No endpoint is called 'x', which sql-gateway.endpoint.type names. Available are: a, b.\n/),
    ])
  })

  test('an unknown kind of engine', async () => {
    await using folder = await createTemporaryFolder(endpointPackage('plugins/a', 'a', factoryCode('a')))
    const { problems } = await discoverIn(folder, { endpoints: ['a'], engines: ['spark-4'] })
    expect(problems[0]).toMatch(/^No engine is called 'spark', which sql-gateway.engine.type names. Available are: toy./)
  })

  test('an engine that cannot be had is one problem, whatever options are set for it', async () => {
    await using folder = await createTemporaryFolder(endpointPackage('plugins/a', 'a', factoryCode('a')))
    const flags = { 'sql-gateway.engine.spark-4.url': 'spark://here', 'sql-gateway.engine.spark-4.kind': 'spark' }
    const { problems, ignored } = await discoverIn(folder, { endpoints: ['a'], engines: ['spark-4'], flags })
    expect(problems).toEqual([expect.stringMatching(/^No engine is called 'spark'/)])
    expect(ignored).toEqual(['sql-gateway.engine.spark-4.url'])
  })

  test('folders that are no packages are told with an unknown identifier', async () => {
    const files = {
      'plugins/empty/.keep': '',
      'plugins/.git/config': '',
      'plugins/node_modules/x/index.js': '',
      'plugins/broken/package.json': '{',
      'plugins/odd/package.json': { sqlGateway: { apiVersion: '1' } },
      'plugins/plain/package.json': { name: 'offers nothing' },
      'plugins/shouting/package.json': { sqlGateway: { apiVersion: 1, endpoints: { ECHO: './x.js' } } },
      'plugins/dashed/package.json': { sqlGateway: { apiVersion: 1, engines: { 'csv-file': './index.js' } } },
      'plugins/untyped/package.json': { sqlGateway: { apiVersion: 1, engines: { a: 1 } } },
    }
    expect(await problemsOf(files, { endpoints: ['x'] })).toEqual([
      [
        "No endpoint is called 'x', which sql-gateway.endpoint.type names. There is no endpoint at all.",
        'Looked at in vain: the dependency @x/own is not installed.',
        'Looked at in vain: the dependency not-there is not installed.',
        'Looked at in vain: plugins/broken has a package.json that is no JSON object.',
        "Looked at in vain: plugins/dashed has a package.json whose sqlGateway names 'csv-file' among the engines; lower-case letters and digits are valid, and no -, since in the name of an engine the kind ends at the first one.",
        'Looked at in vain: plugins/empty has no package.json.',
        'Looked at in vain: plugins/odd has a package.json whose sqlGateway has no apiVersion, a whole number.',
        "Looked at in vain: plugins/shouting has a package.json whose sqlGateway names 'ECHO' among the endpoints; lower-case letters, digits and - are valid.",
        "Looked at in vain: plugins/untyped has a package.json whose sqlGateway gives no module path for 'a' among the engines.",
      ].join('\n'),
    ])
  })

  test('the same identifier twice in the list', async () => {
    await using folder = await createTemporaryFolder(endpointPackage('plugins/a', 'a', factoryCode('a')))
    const { problems, endpoints } = await discoverIn(folder, { endpoints: ['a', 'a', 'a'], engines: ['toy', 'toy'] })
    expect(problems).toEqual([
      "sql-gateway.endpoint.type names 'a' more than once. Keep each name once.",
      "sql-gateway.engine.type names 'toy' more than once. Keep each name once.",
    ])
    expect(endpoints).toHaveLength(1)
  })

  test('an identifier that two packages offer', async () => {
    const files = { ...endpointPackage('plugins/one', 'a', factoryCode('a')), ...endpointPackage('plugins/two', 'a', factoryCode('a')) }
    expect(await problemsOf(files, { endpoints: ['a'] })).toEqual([
      "The endpoint 'a' is offered by several packages: package-a (plugins/one), package-a (plugins/two). Keep one of them.",
    ])
  })

  test('another version of the contract', async () => {
    const files = { 'plugins/n/package.json': { name: 'n', sqlGateway: { apiVersion: 2, endpoints: { n: './x.js' } } } }
    expect(await problemsOf(files, { endpoints: ['n'] })).toEqual([
      "The endpoint 'n' of the package n (plugins/n) is written for version 2 of the contract; this gateway has version 1.",
    ])
  })

  test.each([
    ['throws', 'throw new TypeError("no luck today")', 'cannot be imported: no luck today.'],
    ['throws no error', 'throw { luck: false }', 'cannot be imported: {"luck":false}.'],
    ['lacks a dependency', "import 'no-such-package'", "cannot be imported: Cannot find package 'no-such-package' imported from index.js."],
    ['has no default export', 'export const factory = {}', 'cannot be used: its default export is missing; export the factory by default.'],
    ['exports a function', 'export default () => {}', 'cannot be used: its default export is no object.'],
    ['exports another factory', factoryCode('b'), "cannot be used: its default export has the identifier 'b' where the manifest says 'a'."],
    [
      'creates nothing',
      "export default { identifier: 'a', options: {} }",
      'cannot be used: its default export has no function createEndpoint.',
    ],
    [
      'has no options',
      "export default { identifier: 'a', createEndpoint() {} }",
      'cannot be used: its default export has no object options.',
    ],
    [
      'has an option without doc',
      factoryCode('a', "{ x: { key: 'x' } }"),
      'cannot be used: its default export has an option x without key or doc.',
    ],
    [
      'has an option of unknown format',
      factoryCode('a', "{ x: { key: 'x', doc: 'X.', format: 'colour' } }"),
      "cannot be used: its default export has an option x of unknown format 'colour'.",
    ],
  ])('a module that %s', async (_, code, problem) => {
    expect(await problemsOf(endpointPackage('plugins/p', 'a', code), { endpoints: ['a'] })).toEqual([
      `The endpoint 'a' of the package package-a (plugins/p) ${problem}`,
    ])
  })

  test.each([
    ['../../outside.js', 'lies outside the package'],
    ['/etc/hostname', 'lies outside the package'],
    ['.', 'lies outside the package'],
    ['./link.js', 'leads outside the package'],
    ['./dist/index.js', 'does not exist; perhaps the package is not built'],
  ])('a module at %s', async (path, fault) => {
    await using folder = await createTemporaryFolder({
      'plugins/p/package.json': { name: 'p', sqlGateway: { apiVersion: 1, endpoints: { p: path } } },
      'outside.js': factoryCode('p'),
    })
    await symlink(join(folder.path, 'outside.js'), join(folder.path, 'plugins', 'p', 'link.js'))
    expect((await discoverIn(folder, { endpoints: ['p'] })).problems).toEqual([
      `The endpoint 'p' of the package p (plugins/p) has its module at '${path}', which ${fault}.`,
    ])
  })

  test('a module that never finishes loading', async () => {
    const clock = createFakeClock()
    await using folder = await createTemporaryFolder(endpointPackage('plugins/p', 'a', 'await new Promise(() => {})'))
    const started = Promise.withResolvers<void>()
    const importer: ModuleImporter = (url) => {
      started.resolve()
      return nodeImporter(url)
    }
    const discovered = discoverIn(folder, { endpoints: ['a'], clock, importer })
    await started.promise
    await clock.advance(IMPORT_LIMIT_MS)
    expect((await discovered).problems).toEqual([
      "The endpoint 'a' of the package package-a (plugins/p) cannot be imported: it did not finish loading within 10 s.",
    ])
  })

  test('a folder of plug-ins that does not exist', async () => {
    expect(await problemsOf({}, { endpoints: [], pluginDirectories: ['nowhere'] })).toEqual([
      "sql-gateway.plugin-dirs: 'nowhere' is no folder.",
    ])
  })
})
