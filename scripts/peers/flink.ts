/**
 * Brings real Apache Flink for tests and comparisons.
 *
 *   node scripts/dist/peers/flink.js install VERSION   prints the installation as one JSON line
 *   node scripts/dist/peers/flink.js run VERSION       starts a small cluster with Flink's gateway, prints one JSON line when it
 *                                                      answers, and ends it at SIGTERM, at SIGINT or when standard input closes
 */
import { once } from 'node:events'
import { startFlinkCluster } from './flink/cluster.js'
import { installFlink } from './flink/install.js'
import { FLINK_RELEASES, isFlinkVersion } from './flink/releases.js'
import { PeerError } from './support/peer-error.js'

const say = (text: string) => process.stderr.write(`${text}\n`)
const print = (fact: unknown): void => {
  process.stdout.write(`${JSON.stringify(fact)}\n`)
}

async function main(command: string | undefined, version: string | undefined): Promise<void> {
  if ((command !== 'install' && command !== 'run') || !isFlinkVersion(version)) {
    throw new PeerError(`usage: flink.js install|run VERSION, where VERSION is one of ${Object.keys(FLINK_RELEASES).join(', ')}`)
  }
  const flink = await installFlink(version, say)
  if (command === 'install') {
    print(flink)
    return
  }
  const cluster = await startFlinkCluster(flink)
  const { gatewayUrl, gatewayPid, clusterUrl, gatewayStartMs } = cluster
  print({ gatewayUrl, gatewayPid, clusterUrl, gatewayStartMs })
  process.stdin.resume()
  await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT'), once(process.stdin, 'close')])
  await cluster.stop()
  process.stdin.destroy()
}

main(process.argv[2], process.argv[3]).catch((error: unknown) => {
  if (!(error instanceof PeerError)) throw error
  say(error.message)
  process.exitCode = 1
})
