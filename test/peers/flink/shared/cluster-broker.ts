import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import { type FlinkCluster, startFlinkCluster } from '#scripts/peers/flink/cluster.js'
import { type FlinkHome, installFlink } from '#scripts/peers/flink/install.js'
import { type FlinkVersion, isFlinkVersion } from '#scripts/peers/flink/releases.js'
import { PeerError } from '#scripts/peers/support/peer-error.js'
import { sayOnConsole } from '../versions.js'

/** What a test learns of a cluster that it shares with others. */
export interface SharedFlink extends Pick<FlinkCluster, 'gatewayUrl' | 'gatewayPid' | 'clusterUrl'> {
  readonly flink: FlinkHome
}

/** Keeps one cluster of each version, started when the first test asks for it. */
export interface ClusterBroker {
  /** Where tests ask: `<url>/<version>` is answered with a {@link SharedFlink}, or with 500 and the reason. */
  readonly url: string
  /** Ends every cluster that was started. */
  stop(): Promise<void>
}

/** Starts a broker on a free port. Test files have module instances of their own and can share a process only by asking for it. */
export async function startClusterBroker(): Promise<ClusterBroker> {
  const clusters = new Map<FlinkVersion, Promise<readonly [FlinkHome, FlinkCluster]>>()
  const clusterOf = (version: FlinkVersion) => {
    const known = clusters.get(version) ?? startCluster(version)
    clusters.set(version, known)
    return known
  }
  const answer = async (path: string): Promise<SharedFlink> => {
    const version = path.slice(1)
    if (!isFlinkVersion(version)) throw new PeerError(`there is no Flink ${version} to share`)
    const [flink, { gatewayUrl, gatewayPid, clusterUrl }] = await clusterOf(version)
    return { flink, gatewayUrl, gatewayPid, clusterUrl }
  }
  const server = createServer((request, response) => {
    answer(request.url ?? '').then(
      (shared) => end(response, 200, shared),
      (error: unknown) => end(response, 500, error instanceof Error ? error.message : String(error)),
    )
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    async stop() {
      server.close()
      server.closeAllConnections()
      await Promise.all([...clusters.values()].map((starting) => starting.then(([, cluster]) => cluster.stop()).catch(() => {})))
    },
  }
}

async function startCluster(version: FlinkVersion): Promise<readonly [FlinkHome, FlinkCluster]> {
  const flink = await installFlink(version, sayOnConsole)
  return [flink, await startFlinkCluster(flink)]
}

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new PeerError('the broker of clusters has no port')
  return address.port
}

function end(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
