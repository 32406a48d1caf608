import { mkdir, mkdtemp, rm, rmdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { ANONYMOUS, type EngineFactory, gatewayError, type SessionHandle, type SqlGatewayService } from '@sql-gateway/gateway-common'
import { createFakeClock, createScriptedEngine } from '@sql-gateway/gateway-common/testkit'
import { createGateway, type Gateway } from '../../src/gateway/gateway.js'
import type { GatewayInit } from '../../src/gateway/gateway-init.js'
import { createToyEndpoint } from './toy-endpoint.js'

let home: string
const gateways: Gateway[] = []

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'sql-gateway-home-'))
})

afterEach(async () => {
  await Promise.all(gateways.splice(0).map((gateway) => gateway.stop()))
  await rm(home, { recursive: true })
})

const TOY_OPTIONS = { 'sql-gateway.endpoint.type': 'toy', 'sql-gateway.engine.type': 'scripted' }

async function prepare(init: Partial<GatewayInit> = {}): Promise<Gateway> {
  const gateway = await createGateway({
    homeDirectory: home,
    endpointFactories: [createToyEndpoint('toy').factory],
    engineFactories: [createScriptedEngine().factory],
    ...init,
    configuration: { ...TOY_OPTIONS, ...init.configuration },
  })
  gateways.push(gateway)
  return gateway
}

async function openSession(service: SqlGatewayService): Promise<SessionHandle> {
  return await service.openSession({ principal: ANONYMOUS, endpointVersion: { protocol: 'toy', version: 1 }, properties: new Map() })
}

async function failureOf(promise: Promise<unknown>): Promise<string> {
  return await promise.then(
    () => 'no failure',
    (error: unknown) => (error as { readonly publicMessage?: string }).publicMessage ?? String(error),
  )
}

describe('createGateway: start', () => {
  test('opens engines and then endpoints in the order of the options, and says where they answer', async () => {
    const events: string[] = []
    const endpoints = ['toy', 'other'].map((name) => createToyEndpoint(name, { events }))
    const gateway = await prepare({
      endpointFactories: endpoints.map(({ factory }) => factory),
      configuration: { 'sql-gateway.endpoint.type': 'other, toy', 'sql-gateway.endpoint.toy.url': 'toy://there' },
    })
    expect(events).toEqual([])
    expect(await gateway.start()).toEqual([
      { protocol: 'other', url: 'toy://here' },
      { protocol: 'toy', url: 'toy://there' },
    ])
    expect(endpoints[0]?.context().readiness()).toEqual({ ready: true, reasons: [] })
    await gateway.stop()
    expect(events).toEqual(['start other, ready: false', 'start toy, ready: false', 'stop toy', 'stop other'])
  })

  test('gives endpoints the service, their metrics and those of the whole gateway', async () => {
    const toy = createToyEndpoint('toy')
    const gateway = await prepare({ endpointFactories: [toy.factory] })
    await gateway.start()
    const { service, metrics, exposition } = toy.context()
    metrics.counter({ name: 'calls_total', help: 'Calls.' }).add()
    await openSession(service)
    expect(service).toBe(gateway.service)
    expect(await exposition.expose()).toMatch(/sql_gateway_sessions_open 1\n.*sql_gateway_endpoint_toy_calls_total 1\n/s)
    expect(await service.getGatewayInfo()).toEqual({
      productName: 'SQL Gateway',
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      engines: [{ name: 'scripted', productName: 'Scripted', version: '1.0.0' }],
    })
  })

  test('gives each engine instance a folder and its settings', async () => {
    const scripted = createScriptedEngine().factory
    const folders: string[] = []
    const factory: EngineFactory = {
      ...scripted,
      createEngine: async (context) => {
        folders.push(context.dataDirectory)
        return await scripted.createEngine(context)
      },
    }
    const gateway = await prepare({ engineFactories: [factory], configuration: { 'sql-gateway.engine.type': 'scripted, scripted-2.0' } })
    await gateway.start()
    expect(folders).toEqual([join(home, 'var/engines/scripted'), join(home, 'var/engines/scripted-2.0')])
  })

  test('reads the file of the configuration folder and the environment that it is given', async () => {
    await mkdir(join(home, 'conf'))
    await writeFile(join(home, 'conf', 'sql-gateway.yaml'), 'sql-gateway:\n  shutdown.grace-time: 3 s\n  data-dir: data\n')
    const gateway = await prepare({
      configurationDirectory: join(home, 'conf'),
      environment: { SQL_GATEWAY_DATA_DIR: 'elsewhere', PATH: '/bin' },
    })
    expect(gateway.settings).toMatchObject({ shutdownGraceMs: 3_000, dataDirectory: join(home, 'elsewhere') })
  })

  test('runs two gateways side by side in one process', async () => {
    const [one, two] = await Promise.all(['one', 'two'].map((name) => prepare({ configuration: { 'sql-gateway.data-dir': name } })))
    await Promise.all([one?.start(), two?.start()])
    const session = await openSession((one as Gateway).service)
    await expect((two as Gateway).service.heartbeat(ANONYMOUS, session)).rejects.toMatchObject({ code: 'SESSION.NOT_FOUND' })
  })

  test('is started once', async () => {
    const gateway = await prepare()
    await gateway.start()
    await expect(gateway.start()).rejects.toThrow(TypeError)
  })
})

describe('createGateway: failures', () => {
  test('tells everything that is wrong with configuration and plug-ins at once', async () => {
    const failure = await failureOf(
      prepare({
        configurationDirectory: join(home, 'conf'),
        environment: { SQL_GATEWAY_WORKER_THREADS_MAX: 'many' },
        configuration: { 'sql-gateway.endpoint.type': 'toy, rset', 'sql-gateway.endpoint.toy.urll': 'x', 'sql-gateway.log.levle': 'info' },
      }),
    )
    expect(failure.split('\n  - ')).toEqual([
      '5 things are wrong:',
      `There is no configuration file ${home}/conf/sql-gateway.yaml.`,
      "sql-gateway.worker.threads.max: 'many' is not a whole number (environment variable SQL_GATEWAY_WORKER_THREADS_MAX).",
      expect.stringMatching(/^No endpoint is called 'rset', which sql-gateway.endpoint.type names. Available are: .*rest.*toy.*\./),
      "Unknown option: -Dsql-gateway.endpoint.toy.urll. Did you mean 'sql-gateway.endpoint.toy.url'? The endpoint 'toy' has: sql-gateway.endpoint.toy.url.",
      "Unknown option: -Dsql-gateway.log.levle. Did you mean 'sql-gateway.log.level'?",
    ])
  })

  test('refuses a data folder that another gateway uses, until that one has stopped', async () => {
    const first = await prepare()
    await first.start()
    const failure = await failureOf((await prepare()).start())
    expect(failure).toMatch(
      new RegExp(
        `^The data folder var, which sql-gateway.data-dir names, is in use by another gateway \\(process ${process.pid} since 20.*Z\\)\\. Stop that one, .* -Dsql-gateway.data-dir=<folder>`,
      ),
    )
    await first.stop()
    await (await prepare()).start()
  })

  test('refuses a data folder that takes no file, and leaves it to the next gateway', async () => {
    const pidFile = join(home, 'var', 'gateway.pid')
    await mkdir(pidFile, { recursive: true })
    const gateway = await prepare()
    expect(await failureOf(gateway.start())).toBe('The data folder var, which sql-gateway.data-dir names, cannot be written (EISDIR).')
    await rmdir(pidFile)
    await expect((await prepare()).start()).resolves.toHaveLength(1)
  })

  test('refuses a data folder that cannot be made', async () => {
    await writeFile(join(home, 'file'), '')
    const gateway = await prepare({ configuration: { 'sql-gateway.data-dir': 'file/var' } })
    expect(await failureOf(gateway.start())).toBe('The data folder var, which sql-gateway.data-dir names, cannot be written (ENOTDIR).')
  })

  test('closes what was opened when an endpoint does not start, and tells of all that do not', async () => {
    const events: string[] = []
    const taken = gatewayError('GATEWAY.START_FAILED', 'Port 1 is taken.')
    const endpoints = [
      createToyEndpoint('toy', { events }),
      createToyEndpoint('taken', { events, onStart: () => Promise.reject(taken) }),
      createToyEndpoint('broken', { events, onStart: () => Promise.reject(new RangeError('secret')) }),
    ]
    const engine = createScriptedEngine()
    const gateway = await prepare({
      endpointFactories: endpoints.map(({ factory }) => factory),
      engineFactories: [engine.factory],
      configuration: { 'sql-gateway.endpoint.type': 'toy; taken; broken' },
    })
    expect(await failureOf(gateway.start())).toBe(
      "2 things are wrong:\n  - The endpoint 'taken' cannot start: Port 1 is taken.\n  - The endpoint 'broken' cannot start: it broke; the log says how.",
    )
    expect(events.slice(3)).toEqual(['stop broken', 'stop taken', 'stop toy'])
    expect(engine.control.openEngines).toBe(0)
    await (await prepare()).start()
  })

  test('gives up on an endpoint that never gets ready', async () => {
    const clock = createFakeClock()
    const started = Promise.withResolvers<void>()
    const forever = new Promise<void>(() => undefined)
    const onStart = async (): Promise<void> => {
      started.resolve()
      await forever
    }
    const gateway = await prepare({ clock, endpointFactories: [createToyEndpoint('toy', { onStart }).factory] })
    const failure = failureOf(gateway.start())
    await started.promise
    await clock.advance(60_000)
    expect(await failure).toBe("The endpoint 'toy' cannot start: It was not ready within 60 s.")
  })

  test('refuses settings that an endpoint says do not go together', async () => {
    const onCreate = (): never => {
      throw gatewayError('GATEWAY.START_FAILED', 'Set both or none.')
    }
    const gateway = await prepare({ endpointFactories: [createToyEndpoint('toy', { onCreate }).factory] })
    expect(await failureOf(gateway.start())).toBe("The endpoint 'toy' cannot start: Set both or none.")
  })

  test('closes the engines that opened when another does not, and starts no endpoint', async () => {
    const toy = createToyEndpoint('toy')
    const engine = createScriptedEngine()
    const broken: EngineFactory = {
      identifier: 'broken',
      options: {},
      createEngine: () => Promise.reject(gatewayError('GATEWAY.START_FAILED', 'The file is in use.')),
    }
    const gateway = await prepare({
      endpointFactories: [toy.factory],
      engineFactories: [engine.factory, broken],
      configuration: { 'sql-gateway.engine.type': 'scripted, broken' },
    })
    expect(await failureOf(gateway.start())).toBe("The engine 'broken' cannot be opened: The file is in use.")
    expect([engine.control.openEngines, toy.events]).toEqual([0, []])
  })
})

describe('createGateway: stop', () => {
  test('lets a statement under way end while its endpoint is open, and takes no new ones', async () => {
    const engine = createScriptedEngine()
    const toy = createToyEndpoint('toy')
    const gateway = await prepare({ endpointFactories: [toy.factory], engineFactories: [engine.factory] })
    await gateway.start()
    const { service } = gateway
    const session = await openSession(service)
    const operation = await service.executeStatement(ANONYMOUS, session, 'WAIT gate')
    await engine.control.started('gate')
    const stopped = gateway.stop()
    await expect(openSession(service)).rejects.toMatchObject({ code: 'GATEWAY.STOPPING' })
    expect(toy.context().readiness().ready).toBe(false)
    expect(toy.events).toEqual(['start toy, ready: false'])
    engine.control.open('gate')
    expect((await service.awaitOperation(ANONYMOUS, session, operation, 'terminal', 5_000)).status).toBe('FINISHED')
    await stopped
    expect(toy.events).toEqual(['start toy, ready: false', 'stop toy'])
    expect([engine.control.openEngines, engine.control.openSessions]).toEqual([0, 0])
  })

  test('cancels a statement that outlasts the grace time', async () => {
    const clock = createFakeClock()
    const engine = createScriptedEngine()
    const gateway = await prepare({ clock, engineFactories: [engine.factory], configuration: { 'sql-gateway.shutdown.grace-time': '3 s' } })
    await gateway.start()
    const { service } = gateway
    const session = await openSession(service)
    const operation = await service.executeStatement(ANONYMOUS, session, 'WAIT gate')
    await engine.control.started('gate')
    const ended = service.awaitOperation(ANONYMOUS, session, operation, 'terminal', 60_000)
    const stopped = gateway.stop()
    await clock.advance(2_999)
    expect((await service.getOperationInfo(ANONYMOUS, session, operation)).status).toBe('RUNNING')
    await clock.advance(1)
    expect((await ended).status).toBe('CANCELED')
    await stopped
    expect(engine.control.openEngines).toBe(0)
  })

  test('goes on without an endpoint that does not close', async () => {
    const clock = createFakeClock()
    const engine = createScriptedEngine()
    const forever = new Promise<void>(() => undefined)
    const toy = createToyEndpoint('toy', { onStop: () => forever })
    const gateway = await prepare({ clock, endpointFactories: [toy.factory], engineFactories: [engine.factory] })
    await gateway.start()
    const stopped = gateway.stop()
    await clock.advance(10_000)
    await stopped
    expect(engine.control.openEngines).toBe(0)
  })

  test('waits for the end of a start that is under way', async () => {
    const gate = Promise.withResolvers<void>()
    const toy = createToyEndpoint('toy', { onStart: () => gate.promise })
    const gateway = await prepare({ endpointFactories: [toy.factory] })
    const started = gateway.start()
    const stopped = gateway.stop()
    gate.resolve()
    await Promise.all([started, stopped])
    expect(toy.events).toEqual(['start toy, ready: false', 'stop toy'])
  })

  test('does nothing more when it is repeated, or comes before the start', async () => {
    const toy = createToyEndpoint('toy')
    const gateway = await prepare({ endpointFactories: [toy.factory] })
    await gateway.start()
    await Promise.all([gateway.stop(), gateway.stop()])
    await gateway.stop()
    expect(toy.events).toEqual(['start toy, ready: false', 'stop toy'])
    expect(() => gateway.service).toThrow('does not run')
    await (await prepare()).stop()
  })
})
