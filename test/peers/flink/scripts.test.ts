import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { runForeign } from '../support/foreign-process.js'
import type { GatewayProcess } from '../support/gateway-process.js'
import { type CallAnswer, type FlinkClientSession, openFlinkSession, rootCause } from './client/flink-client.js'
import { onEngine, startGatewayOnFlink } from './flink-engines.js'
import { type KubernetesApi, startKubernetesApi } from './kubernetes-api.js'
import { sharedFlink } from './shared/shared-flink.js'
import { runSqlClient } from './sql-client.js'

const SCRIPT = `SET 'pipeline.name' = 'a script';
CREATE TEMPORARY TABLE hole (name STRING) WITH ('connector' = 'blackhole');
INSERT INTO hole VALUES ('it''s "Grüße"; 世界');
`
const MEMORY = { 'jobmanager.memory.process.size': '1g', 'taskmanager.memory.process.size': '1g' }
const TARGET = { 'execution.target': 'kubernetes-application', 'kubernetes.container.image.ref': 'my-flink:2.3', ...MEMORY }
const DOCUMENTATION = path.resolve(import.meta.dirname, '../../../../docs/engines/flink.md')
/** Flink's client deploys scripts where version 4 of the protocol is advertised. */
const ALL_VERSIONS = { 'sql-gateway.endpoint.rest.api-versions': 'V1, V2, V3, V4' }
/** Names of the moment: of the cluster where nobody gave one, of handles, of what the two gateways are configured with themselves. */
const CHANCE = /flink-cluster-[0-9a-f]+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g

let gateway: GatewayProcess
let direct: FlinkClientSession
let ours: FlinkClientSession
let older: FlinkClientSession

beforeAll(async () => {
  const [newer, old] = [await sharedFlink('2.3.0'), await sharedFlink('1.20.3')]
  gateway = await startGatewayOnFlink({ flink: newer.gatewayUrl, 'flink-1.20': old.gatewayUrl }, ALL_VERSIONS)
  const url = `http://${gateway.restAddress}`
  const properties = { 'my.key': 'my value' }
  direct = await openFlinkSession(newer.gatewayUrl, properties, 'v4')
  ours = await openFlinkSession(url, { ...properties, ...onEngine('flink') }, 'v4')
  older = await openFlinkSession(url, onEngine('flink-1.20'), 'v4')
})

afterAll(async () => {
  for (const session of [direct, ours, older]) await session?.close()
  await gateway?.stop()
})

function deploy(session: FlinkClientSession, request: object): Promise<CallAnswer> {
  return session.call('POST', '/scripts', request)
}

describe("a script that Flink deploys, by Flink's gateway directly and through ours", () => {
  let apis: readonly [direct: KubernetesApi, ours: KubernetesApi]

  beforeAll(async () => {
    apis = [await startKubernetesApi(), await startKubernetesApi()]
  })

  afterAll(async () => {
    for (const api of apis ?? []) await api.stop()
  })

  /** The same request in both sessions, each with a Kubernetes of its own. */
  function both(request: (configFile: string) => object): Promise<readonly [CallAnswer, CallAnswer]> {
    return Promise.all([deploy(direct, request(apis[0].configFile)), deploy(ours, request(apis[1].configFile))])
  }

  /** What was created for a cluster, without what is chance. */
  function created({ objects, configFile }: KubernetesApi, cluster: string): unknown {
    const found = objects().filter(({ metadata }) => metadata.name.endsWith(cluster) || metadata.name === `${cluster}-rest`)
    return JSON.parse(JSON.stringify(found).replaceAll(configFile, '<config>').replaceAll(CHANCE, '<chance>'))
  }

  test('gets a cluster of its own, and its id is the answer', async () => {
    const id = 'first-script'
    const [expected, found] = await both((file) => ({
      script: SCRIPT,
      executionConfig: { ...TARGET, 'kubernetes.cluster-id': id, 'kubernetes.config.file': file },
    }))
    expect(expected).toEqual({ status: 200, body: { clusterID: id } })
    expect(found).toEqual(expected)
    const there = created(apis[0], id)
    expect(JSON.stringify(there)).toContain('Grüße')
    expect(JSON.stringify(there)).toContain('my value')
    expect(created(apis[1], id)).toEqual(there)
  })

  test('is named by an address instead of its text', async () => {
    const id = 'script-at-an-address'
    const [expected, found] = await both((file) => ({
      scriptUri: 'https://scripts.example/my-script.sql',
      executionConfig: { ...TARGET, 'kubernetes.cluster-id': id, 'kubernetes.config.file': file },
    }))
    expect(expected).toEqual({ status: 200, body: { clusterID: id } })
    expect(found).toEqual(expected)
    const there = created(apis[0], id)
    expect(JSON.stringify(there)).toContain('scripts.example')
    expect(created(apis[1], id)).toEqual(there)
  })

  test('leaves nothing of its configuration in the session, not even one that begins with it', async () => {
    const { gatewayUrl } = await sharedFlink('2.3.0')
    const fresh = await Promise.all([
      openFlinkSession(gatewayUrl, {}, 'v4'),
      openFlinkSession(`http://${gateway.restAddress}`, onEngine('flink'), 'v4'),
    ])
    const answers = await Promise.all(
      fresh.map(async (session, side) => {
        const executionConfig = { ...TARGET, 'kubernetes.config.file': apis[side]?.configFile, 'kubernetes.cluster-id': 'passing' }
        await deploy(session, { script: SCRIPT, executionConfig })
        const next = await deploy(session, { script: SCRIPT })
        await session.close()
        return rootCause(next)
      }),
    )
    expect(answers[0]).toMatch(/Application Mode not supported/)
    expect(answers[1]).toBe(answers[0])
  })

  test('gets a cluster whose name Flink thinks of', async () => {
    const answers = await both((file) => ({ script: SCRIPT, executionConfig: { ...TARGET, 'kubernetes.config.file': file } }))
    for (const { status, body } of answers) {
      expect(status).toBe(200)
      expect(body).toEqual({ clusterID: expect.stringMatching(/^flink-cluster-[0-9a-f]+$/) })
    }
  })

  test('is refused a name that another cluster has, in the same words', async () => {
    const request = (file: string) => ({
      script: SCRIPT,
      executionConfig: { ...TARGET, 'kubernetes.cluster-id': 'taken', 'kubernetes.config.file': file },
    })
    await both(request)
    const [expected, found] = await both(request)
    expect(rootCause(expected)).toMatch(/The Flink cluster taken already exists/)
    expect([found.status, rootCause(found)]).toEqual([expected.status, rootCause(expected)])
  })

  test("is deployed by Flink's sql-client, which tells the id", async () => {
    const { flink, gatewayUrl } = await sharedFlink('2.3.0')
    const deploy = (address: string, api: KubernetesApi, engine: Readonly<Record<string, string>>) =>
      runSqlClient(flink, {
        gateway: address,
        script: SCRIPT,
        settings: { ...TARGET, ...engine, 'kubernetes.cluster-id': 'of-the-client', 'kubernetes.config.file': api.configFile },
      })
    const [there, here] = await Promise.all([
      deploy(new URL(gatewayUrl).host, apis[0], {}),
      deploy(gateway.restAddress, apis[1], onEngine('flink')),
    ])
    expect(there.stdout).toContain('Cluster ID: of-the-client')
    // Beside it stands what Java tells of the terminal, with the time.
    const told = ({ output: _output, ...run }: typeof here) => run
    expect(told(here)).toEqual(told(there))
    expect(JSON.stringify(created(apis[1], 'of-the-client'))).toContain('Grüße')
  })

  test('is deployed by the commands in the documentation', async () => {
    const [, commands = ''] = /```sh\n(session=[\s\S]*?\/scripts [\s\S]*?)```/.exec(readFileSync(DOCUMENTATION, 'utf8')) ?? []
    const target = '"execution.target": "kubernetes-application",'
    const more = { 'kubernetes.config.file': apis[1].configFile, ...MEMORY }
    const here = commands
      .replaceAll('localhost:8083', gateway.restAddress)
      .replace(target, `${target}${JSON.stringify(more).slice(1, -1)},`)
    const run = await runForeign({ command: 'bash', args: ['-euc', here] })
    expect(run).toMatchObject({ exitCode: 0, output: expect.stringMatching(/^\{"clusterID":"my-script"\}\s*$/) })
    expect(JSON.stringify(created(apis[1], 'my-script'))).toContain('INSERT INTO hole')
  })

  test.each([
    ['without a target', { script: SCRIPT }],
    ['with a target that is a session cluster', { script: SCRIPT, executionConfig: { 'execution.target': 'remote' } }],
    ['with a target that is none', { script: SCRIPT, executionConfig: { 'execution.target': 'the-moon' } }],
    ['with a target for which jars are missing', { script: SCRIPT, executionConfig: { 'execution.target': 'yarn-application' } }],
    ['without memory', { script: SCRIPT, executionConfig: { 'execution.target': 'kubernetes-application' } }],
    ['with an address that is none', { scriptUri: 'not an address', executionConfig: TARGET }],
  ])('is refused in the same words: %s', async (_what, request) => {
    const [expected, found] = await both(() => request)
    expect(expected.status).not.toBe(200)
    expect([found.status, rootCause(found)]).toEqual([expected.status, rootCause(expected)])
  })
})

test.each([
  ['without a text', {}],
  ['with a text and an address', { script: SCRIPT, scriptUri: 'https://scripts.example/my-script.sql' }],
])('a script %s is refused by both, by ours as a request that is wrong', async (_what, request) => {
  expect((await deploy(direct, request)).status).toBe(500)
  const refused = await deploy(ours, request)
  expect([refused.status, rootCause(refused)]).toEqual([400, 'REQUEST.INVALID: Exactly one of script and scriptUri must be given.'])
})

test('no script is deployed by a Flink that cannot, and the refusal says so', async () => {
  const refused = await deploy(older, { script: SCRIPT, executionConfig: TARGET })
  expect(refused.status).toBe(500)
  expect(rootCause(refused)).toMatch(/^FEATURE\.UNSUPPORTED: Flink's gateway is of version 1\.20\.3, which /)
})
