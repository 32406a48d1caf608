import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
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
  const { status, body } = await get(`${broker}/${version}`)
  const answer = JSON.parse(body)
  if (status !== OK) throw new PeerError(String(answer))
  return answer
}

/** By Node's own client: the web's gives up after five minutes, and whoever asks first may have to wait for a download. */
async function get(url: string): Promise<{ readonly status: number | undefined; readonly body: string }> {
  const [response]: IncomingMessage[] = await once(httpRequest(url).end(), 'response')
  if (response === undefined) throw new PeerError(`${url} was not answered`)
  return { status: response.statusCode, body: await text(response) }
}
