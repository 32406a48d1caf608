import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { PeerError } from '#scripts/peers/support/peer-error.js'

/** An object of Kubernetes, such as a Deployment. */
export interface KubernetesObject {
  readonly kind: string
  readonly metadata: { readonly name: string }
}

/** As much of Kubernetes' API as Flink needs to deploy an application: objects are taken and shown again, and nothing is started. */
export interface KubernetesApi {
  /** What Flink's option `kubernetes.config.file` names. */
  readonly configFile: string
  /** Everything that was created, by kind and name. */
  objects(): readonly KubernetesObject[]
  stop(): Promise<void>
}

const CREATED = 201
const OK = 200
const NOT_FOUND = 404

/** Starts it on a free port. */
export async function startKubernetesApi(): Promise<KubernetesApi> {
  const objects = new Map<string, KubernetesObject>()
  const answer = async (request: IncomingMessage): Promise<readonly [number, unknown]> => {
    const place = request.url?.split('?')[0] ?? ''
    if (request.method !== 'POST') return objects.has(place) ? [OK, objects.get(place)] : [NOT_FOUND, notFound()]
    const pieces: Buffer[] = await request.toArray()
    const sent = JSON.parse(Buffer.concat(pieces).toString())
    const object = { ...sent, metadata: { ...sent.metadata, uid: `uid-${objects.size}`, resourceVersion: '1' } }
    objects.set(`${place}/${sent.metadata.name}`, object)
    return [CREATED, object]
  }
  const server = createServer(async (request, response) => {
    const [status, body] = await answer(request)
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new PeerError("Kubernetes' API has no port")
  const folder = mkdtempSync(path.join(tmpdir(), 'kubernetes-'))
  const configFile = path.join(folder, 'config')
  writeFileSync(configFile, JSON.stringify(clientConfig(`http://127.0.0.1:${address.port}`)))
  return {
    configFile,
    objects: () => [...objects.values()].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1)),
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function nameOf({ kind, metadata }: KubernetesObject): string {
  return `${kind} ${metadata.name}`
}

function notFound(): object {
  return { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'NotFound', code: NOT_FOUND }
}

/** The file by which Kubernetes' own clients find a cluster; JSON is YAML. */
function clientConfig(server: string): object {
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'peer', cluster: { server } }],
    users: [{ name: 'nobody', user: {} }],
    contexts: [{ name: 'peer', context: { cluster: 'peer', user: 'nobody', namespace: 'default' } }],
    'current-context': 'peer',
  }
}
