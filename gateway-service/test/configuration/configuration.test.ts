import { describe, expect, test } from '@jest/globals'
import {
  atLeast,
  durationOption,
  integerOption,
  isGatewayError,
  memorySizeOption,
  type OptionTable,
  pathOption,
  portOption,
  portRangeOption,
  stringListOption,
  stringOption,
} from '@sql-gateway/gateway-common'
import { type Configuration, createConfiguration, type OptionOwner } from '../../src/configuration/configuration.js'
import { createFlagSource } from '../../src/configuration/configuration-source.js'
import { createEnvironmentSource } from '../../src/configuration/environment-source.js'
import { createFileSource } from '../../src/configuration/file-source.js'
import { createStartProblems, type StartProblems } from '../../src/configuration/start-problems.js'

interface SampleSettings {
  readonly idleMs: number
  readonly maxNum: number
  readonly cacheBytes: number
  readonly hosts: readonly string[]
  readonly mode: string
  readonly folder: string | undefined
  readonly password: string | undefined
}

const SAMPLE: OptionOwner<SampleSettings> = {
  prefix: 'sql-gateway.',
  options: {
    idleMs: durationOption('session.idle-timeout', '5 min', { doc: 'Idle.' }),
    maxNum: integerOption<number>('session.max-num', 10, { doc: 'Number.', check: atLeast(1) }),
    cacheBytes: memorySizeOption<number>('cache.max-size', '1 mb', { doc: 'Cache.' }),
    hosts: stringListOption('hosts', ['a'], { doc: 'Hosts.' }),
    mode: stringOption<string>('mode', 'fast', { doc: 'Mode.', oneOf: ['fast', 'safe'] }),
    folder: pathOption<string | undefined>('folder', undefined, { doc: 'Folder.' }),
    password: stringOption<string | undefined>('password', undefined, {
      doc: 'Password.',
      sensitive: true,
      check: (text) => (text.length > 3 ? undefined : 'longer'),
    }),
  },
}

interface Given {
  readonly file?: string
  readonly environment?: Readonly<Record<string, string>>
  readonly flags?: Readonly<Record<string, string>>
}

function configure({ file = '', environment = {}, flags = {} }: Given): { configuration: Configuration; problems: StartProblems } {
  const problems = createStartProblems()
  const sources = [createFileSource(file, 'sql-gateway.yaml', problems), createEnvironmentSource(environment), createFlagSource(flags)]
  return { configuration: createConfiguration(sources, '/home/of/it', problems), problems }
}

function readSample(given: Given): { settings: SampleSettings; problems: readonly string[]; ignored: readonly string[] } {
  const { configuration, problems } = configure(given)
  const settings = configuration.read(SAMPLE)
  return { settings, ignored: configuration.finish(() => false), problems: problems.all }
}

describe('configuration: values', () => {
  test('yields the defaults when nothing is set', () => {
    expect(readSample({})).toEqual({
      settings: { idleMs: 300_000, maxNum: 10, cacheBytes: 1_048_576, hosts: ['a'], mode: 'fast', folder: undefined, password: undefined },
      problems: [],
      ignored: [],
    })
  })

  test('takes flat and nested keys of the file alike', () => {
    const file = 'sql-gateway.session.max-num: 7\nsql-gateway:\n  session:\n    idle-timeout: 10 s\n  cache.max-size: 2 kb\n'
    expect(readSample({ file })).toMatchObject({ problems: [], settings: { maxNum: 7, idleMs: 10_000, cacheBytes: 2048 } })
  })

  test('lets the environment win over the file and a flag over both', () => {
    const file = 'sql-gateway: {session: {max-num: 1, idle-timeout: 1 s}, mode: safe}'
    const environment = { SQL_GATEWAY_SESSION_MAX_NUM: '2', SQL_GATEWAY_SESSION_IDLE_TIMEOUT: '2 s' }
    const flags = { 'sql-gateway.session.max-num': '3' }
    expect(readSample({ file, environment, flags })).toMatchObject({ problems: [], settings: { maxNum: 3, idleMs: 2_000, mode: 'safe' } })
  })

  test.each([
    ['sql-gateway.hosts: [x, "y,z"]', ['x', 'y,z']],
    ['sql-gateway.hosts:\n  - x\n  - y\n', ['x', 'y']],
    ['sql-gateway.hosts: x; y', ['x', 'y']],
    ['sql-gateway.hosts: x, y,', ['x', 'y']],
    ['sql-gateway.hosts: []', []],
    ['sql-gateway.hosts: ""', []],
  ])('reads the list of %j', (file, hosts) => {
    expect(readSample({ file })).toMatchObject({ problems: [], settings: { hosts } })
  })

  test('reads a list in brackets from a flag', () => {
    expect(readSample({ flags: { 'sql-gateway.hosts': '[x, y]' } }).settings.hosts).toEqual(['x', 'y'])
  })

  test('keeps scalars as they are written', () => {
    expect(readSample({ file: 'sql-gateway.password: 0123' }).settings.password).toBe('0123')
    expect(readSample({ file: 'sql-gateway.password: "true"' }).settings.password).toBe('true')
  })

  test('follows an alias of the file', () => {
    expect(readSample({ file: 'sql-gateway.session:\n  idle-timeout: &long 10 h\nsql-gateway.password: *long' }).settings).toMatchObject({
      idleMs: 36_000_000,
      password: '10 h',
    })
  })

  test('takes relative paths from the home folder', () => {
    expect(readSample({ file: 'sql-gateway.folder: data/x' }).settings.folder).toBe('/home/of/it/data/x')
    expect(readSample({ file: 'sql-gateway.folder: /data/x' }).settings.folder).toBe('/data/x')
  })

  test('ignores an empty section of the file and an empty environment variable', () => {
    expect(readSample({ file: 'sql-gateway:\n  session:\n', environment: { SQL_GATEWAY_MODE: '' } }).problems).toEqual([])
  })

  test('ignores the variables that Kubernetes sets for a service of the same name, and those of the launcher', () => {
    const environment = {
      SQL_GATEWAY_SERVICE_HOST: '10.0.0.1',
      SQL_GATEWAY_SERVICE_PORT_REST: '8083',
      SQL_GATEWAY_PORT: 'tcp://10.0.0.1:8083',
      SQL_GATEWAY_PORT_8083_TCP_ADDR: '10.0.0.1',
      SQL_GATEWAY_CONF_DIR: '/conf',
    }
    expect(readSample({ environment }).problems).toEqual([])
  })

  test('remembers where each value in effect was written, and hides secrets', () => {
    const { configuration } = configure({
      file: '# first line\nsql-gateway.mode: safe\nsql-gateway.password: geheim\n',
      environment: { SQL_GATEWAY_SESSION_MAX_NUM: '2' },
      flags: { 'sql-gateway.hosts': 'h' },
    })
    configuration.read(SAMPLE)
    expect(configuration.effective()).toEqual([
      { key: 'sql-gateway.session.idle-timeout', value: 300_000 },
      { key: 'sql-gateway.session.max-num', value: 2, origin: 'environment variable SQL_GATEWAY_SESSION_MAX_NUM' },
      { key: 'sql-gateway.cache.max-size', value: 1_048_576 },
      { key: 'sql-gateway.hosts', value: ['h'], origin: '-Dsql-gateway.hosts' },
      { key: 'sql-gateway.mode', value: 'safe', origin: 'sql-gateway.yaml, line 2' },
      { key: 'sql-gateway.folder', value: undefined },
      { key: 'sql-gateway.password', value: '(hidden)', origin: 'sql-gateway.yaml, line 3' },
    ])
  })
})

describe('configuration: problems', () => {
  test('notes every bad value with its key, value, place and what is valid, and puts the default in its place', () => {
    const { settings, problems } = readSample({
      file: 'sql-gateway.session.idle-timeout: 5 parsecs\nsql-gateway.mode: slow\n',
      environment: { SQL_GATEWAY_CACHE_MAX_SIZE: 'much' },
      flags: { 'sql-gateway.session.max-num': '0' },
    })
    expect(problems).toEqual([
      "sql-gateway.session.idle-timeout: '5 parsecs' is not a duration such as 10 min, 30 s or 500 ms (sql-gateway.yaml, line 1).",
      "sql-gateway.session.max-num: '0' is not valid: at least 1 (-Dsql-gateway.session.max-num).",
      "sql-gateway.cache.max-size: 'much' is not an amount of memory such as 512 mb or 1 gb (environment variable SQL_GATEWAY_CACHE_MAX_SIZE).",
      "sql-gateway.mode: 'slow' is not one of fast, safe (sql-gateway.yaml, line 2).",
    ])
    expect(settings).toMatchObject({ idleMs: 300_000, maxNum: 10, cacheBytes: 1_048_576, mode: 'fast' })
  })

  test('never shows a bad secret', () => {
    expect(readSample({ file: 'sql-gateway.password: abc' }).problems).toEqual([
      'sql-gateway.password: (hidden) is not valid: longer (sql-gateway.yaml, line 1).',
    ])
  })

  test('refuses a list where one value is wanted', () => {
    expect(readSample({ file: 'sql-gateway.session.max-num: [1, 2]' }).problems).toEqual([
      "sql-gateway.session.max-num: '1, 2' is not a whole number (sql-gateway.yaml, line 1).",
    ])
  })

  test('notes unknown keys of every source with the nearest known one', () => {
    const { problems } = readSample({
      file: 'sql-gateway.sesion.idle-timeout: 1 s\nsession.max-num: 4\ntable.exec.state.ttl: 5\n',
      environment: { SQL_GATEWAY_MOD: 'x' },
      flags: { 'sql-gateway.host': 'x' },
    })
    expect(problems).toEqual([
      "Unknown option 'sql-gateway.sesion.idle-timeout' (sql-gateway.yaml, line 1). Did you mean 'sql-gateway.session.idle-timeout'?",
      "Unknown option 'session.max-num' (sql-gateway.yaml, line 2). Did you mean 'sql-gateway.session.max-num'?",
      "Unknown option 'table.exec.state.ttl' (sql-gateway.yaml, line 3).",
      "Unknown option: environment variable SQL_GATEWAY_MOD. Did you mean 'SQL_GATEWAY_MODE'?",
      "Unknown option: -Dsql-gateway.host. Did you mean 'sql-gateway.hosts'?",
    ])
  })

  test("tells what there is in the section of an unknown key that is near to none, and knows the launcher's variables", () => {
    const { problems } = readSample({
      environment: { SQL_GATEWAY_SESION_FOO: 'x', SQL_GATEWAY_CONFDIR: 'x', SQL_GATEWAY_UNHEARD_OF_BY_ANYONE: 'x' },
      flags: { 'sql-gateway.sesion.something-else': 'x' },
    })
    expect(problems).toEqual([
      'Unknown option: environment variable SQL_GATEWAY_SESION_FOO. There are: SQL_GATEWAY_SESSION_IDLE_TIMEOUT, SQL_GATEWAY_SESSION_MAX_NUM.',
      "Unknown option: environment variable SQL_GATEWAY_CONFDIR. Did you mean 'SQL_GATEWAY_CONF_DIR'?",
      'Unknown option: environment variable SQL_GATEWAY_UNHEARD_OF_BY_ANYONE.',
      'Unknown option: -Dsql-gateway.sesion.something-else. There are: sql-gateway.session.idle-timeout, sql-gateway.session.max-num.',
    ])
  })

  test('notes a key that is given twice in the file, flat or nested', () => {
    expect(readSample({ file: 'sql-gateway.mode: safe\nsql-gateway:\n  mode: fast\n' }).problems).toEqual([
      "'sql-gateway.mode' is given twice: sql-gateway.yaml, line 1 and line 3.",
    ])
    expect(readSample({ file: 'sql-gateway.mode: safe\nsql-gateway.mode: safe\n' }).problems).toEqual([
      "'sql-gateway.mode' is given twice: sql-gateway.yaml, line 1 and line 2.",
    ])
  })

  test('tells of a file that is no YAML only why it is none', () => {
    const file = 'sql-gateway:\n\tendpoint:\n\t\ttype: rest\n'
    expect(readSample({ file }).problems).toEqual([
      'sql-gateway.yaml, line 2: Tabs are not allowed as indentation.',
      'sql-gateway.yaml, line 3: Tabs are not allowed as indentation.',
    ])
  })

  test('notes a file that is no YAML with the line', () => {
    expect(readSample({ file: 'sql-gateway.mode: safe\nsql-gateway: [\n' }).problems.join()).toMatch(/^sql-gateway.yaml, line [23]: /)
  })

  test.each([
    ['just words', 'the file has to hold keys and values'],
    ['- a\n- b', 'the file has to hold keys and values'],
    ['[a]: b', 'a key has to be a text'],
    ['sql-gateway.hosts: [{a: b}]', "the list 'sql-gateway.hosts' may only hold texts and numbers"],
  ])('notes that %j is no configuration', (file, problem) => {
    expect(readSample({ file }).problems.join()).toContain(problem)
  })

  test('notes all required options that are missing, in one problem', () => {
    const { configuration, problems } = configure({ flags: { 'sql-gateway.endpoint.x.host': 'h' } })
    configuration.read({
      prefix: 'sql-gateway.endpoint.x.',
      title: "endpoint 'x'",
      options: {
        host: stringOption<string | undefined>('host', undefined, { doc: 'The host.', required: true }),
        name: stringOption<string | undefined>('name', undefined, { doc: 'The name.', required: true }),
        url: stringOption<string | undefined>('url', undefined, { doc: 'The address.', required: true }),
      },
    })
    expect(problems.all).toEqual([
      "Required options are missing for the endpoint 'x':\nsql-gateway.endpoint.x.name: The name.\nsql-gateway.endpoint.x.url: The address.",
    ])
  })

  test('tells what an owner has when one of its options is unknown', () => {
    const { configuration, problems } = configure({ flags: { 'sql-gateway.endpoint.x.prot': '1' } })
    configuration.read(SAMPLE)
    const options: OptionTable<{ port: number; bindPort: string | undefined }> = {
      port: portOption('port', 1, { doc: 'Port.' }),
      bindPort: portRangeOption<string | undefined>('bind-port', undefined, { doc: 'Ports.' }),
    }
    configuration.read({ prefix: 'sql-gateway.endpoint.x.', title: "endpoint 'x'", options })
    configuration.finish(() => true)
    expect(problems.all).toEqual([
      "Unknown option: -Dsql-gateway.endpoint.x.prot. Did you mean 'sql-gateway.endpoint.x.port'? The endpoint 'x' has: sql-gateway.endpoint.x.bind-port, sql-gateway.endpoint.x.port.",
    ])
  })

  test('accepts the keys of what is not enabled and gives them back', () => {
    const { configuration, problems } = configure({
      file: 'sql-gateway.engine.flink-1.20.url: x\nsql-gateway.endpoint.livy.port: 1\n',
      environment: { SQL_GATEWAY_ENGINE_FLINK_1_20_URL: 'x', SQL_GATEWAY_ENDPOINT_RSET_PORT: '1' },
    })
    configuration.read(SAMPLE)
    const asked: string[] = []
    const ignored = configuration.finish((area, names) => {
      asked.push(`${area} ${names.join(' ')}`)
      return names.some((name) => name === 'livy' || name === 'flink-1')
    })
    expect(ignored).toEqual(['sql-gateway.engine.flink-1.20.url', 'sql-gateway.endpoint.livy.port', 'SQL_GATEWAY_ENGINE_FLINK_1_20_URL'])
    expect(asked).toEqual([
      'sql-gateway.engine. flink-1',
      'sql-gateway.endpoint. livy',
      'sql-gateway.engine. flink flink-1 flink-1-20',
      'sql-gateway.endpoint. rset',
    ])
    expect(problems.all).toEqual(['Unknown option: environment variable SQL_GATEWAY_ENDPOINT_RSET_PORT.'])
  })

  test('names the successor of a deprecated key that is given', () => {
    const { configuration } = configure({ flags: { 'sql-gateway.old': '1' } })
    const options = { old: integerOption<number>('old', 0, { doc: 'Old.', deprecated: 'sql-gateway.new' }) }
    configuration.read({ prefix: 'sql-gateway.', options })
    expect(configuration.effective()).toEqual([
      { key: 'sql-gateway.old', value: 1, origin: '-Dsql-gateway.old', replacement: 'sql-gateway.new' },
    ])
  })

  test('tells everything at once', () => {
    const problems = createStartProblems()
    problems.throwIfAny()
    problems.add('One is wrong.')
    problems.add('One is wrong.')
    problems.add('Two is wrong:\nvery.')
    let thrown: unknown
    try {
      problems.throwIfAny()
    } catch (error) {
      thrown = error
    }
    expect(isGatewayError(thrown) && [thrown.code, thrown.publicMessage]).toEqual([
      'GATEWAY.START_FAILED',
      '2 things are wrong:\n  - One is wrong.\n  - Two is wrong:\n    very.',
    ])
  })
})
