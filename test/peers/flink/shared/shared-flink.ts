import type { FlinkVersion } from '#scripts/peers/flink/releases.js'
import { PeerError } from '#scripts/peers/support/peer-error.js'
import { BROKER_VARIABLE } from './broker-life.js'
import type { SharedFlink } from './cluster-broker.js'

const OK = 200

/**
 * A cluster with Flink's own gateway that the test files of a run share; the first that asks has it started.
 * Nobody ends or kills anything of it, and sessions that a test opens there it closes.
 */
export async function sharedFlink(version: FlinkVersion): Promise<SharedFlink> {
  const broker = process.env[BROKER_VARIABLE]
  if (broker === undefined) throw new PeerError('clusters are shared in runs with jest.peers.config.js only')
  const response = await fetch(`${broker}/${version}`)
  const answer = JSON.parse(await response.text())
  if (response.status !== OK) throw new PeerError(String(answer))
  return answer
}
