import { type ClusterBroker, startClusterBroker } from './cluster-broker.js'

/** The variable of the environment by which tests find the broker; with the prefix of the gateway's own it would be taken for an option. */
export const BROKER_VARIABLE = 'FLINK_PEER_CLUSTERS'

let broker: ClusterBroker | undefined

/** Starts the broker of this run, unless the run was given one; clusters start when they are asked for. */
export async function beginSharing(): Promise<void> {
  if (process.env[BROKER_VARIABLE] !== undefined) return
  broker = await startClusterBroker()
  process.env[BROKER_VARIABLE] = broker.url
}

/** Ends the broker of this run and every cluster. */
export async function endSharing(): Promise<void> {
  await broker?.stop()
  broker = undefined
}
