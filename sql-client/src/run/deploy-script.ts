import type { DeployScriptRequestBody } from '@sql-gateway/endpoint-rest/wire'
import { openScript, readWhole } from '../script/script-source.js'
import type { ClientSession } from '../session/client-session.js'

/** What the gateway's machine can read itself. */
const REMOTE = /^(?!file:)[a-z][a-z\d+.-]+:\/\//i

/**
 * Gives a script as a whole to a cluster of its own, which runs it: what a session means whose `execution.target` is one for
 * applications. A script at an address other than a file's is read there.
 *
 * @returns what there is to say
 * @throws {ClientError} file, refused, canceled and all that calls throw
 * @see Apache Flink, SQL client, option `-f` in application mode
 */
export async function deployScript(
  location: string,
  session: ClientSession,
  standardInput: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<string> {
  const body: DeployScriptRequestBody = REMOTE.test(location)
    ? { scriptUri: location }
    : { script: await readWhole(openScript(location, standardInput)) }
  const clusterId = await session.deploy(body, signal)
  return `[INFO] Deploy script in application mode:\nCluster ID: ${clusterId}\n`
}
