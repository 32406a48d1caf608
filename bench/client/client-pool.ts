import { connect } from './connection.js'
import { createRestClient, type RestClient } from './rest-client.js'

/** Several clients of one gateway, each with a connection of its own. */
export async function createClients(url: string, count: number): Promise<RestClient[]> {
  return Promise.all(Array.from({ length: count }, async () => createRestClient(await connect(url))))
}
