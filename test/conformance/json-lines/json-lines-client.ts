import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import type { EndpointAddress } from '@sql-gateway/gateway-common'
import type { EndpointClient, WirePage } from '@sql-gateway/gateway-common/testkit'

/** What a call rejects with when the endpoint answered with an error. */
export class AnsweredError extends Error {}

/** Opens a connection to an endpoint. */
export async function openSocket({ url }: EndpointAddress): Promise<Socket> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  await once(socket, 'connect')
  return socket.on('error', () => undefined)
}

/** Connects a client. */
export async function connectJsonLines(address: EndpointAddress): Promise<EndpointClient<string, string>> {
  const socket = await openSocket(address)
  const waiting = new Map<number, PromiseWithResolvers<unknown>>()
  let nextId = 0

  createInterface({ input: socket }).on('line', (line) => {
    const { id, result, error } = JSON.parse(line) as { id: number; result?: unknown; error?: { code: string; text: string } }
    const call = waiting.get(id)
    waiting.delete(id)
    if (error === undefined) call?.resolve(result)
    else call?.reject(new AnsweredError(error.text))
  })
  socket.on('close', () => {
    for (const call of waiting.values()) call.reject(new TypeError('The connection was closed.'))
    waiting.clear()
  })

  function send(request: object): Promise<unknown> {
    const call = Promise.withResolvers<unknown>()
    const id = nextId++
    if (socket.destroyed) call.reject(new TypeError('The connection is closed.'))
    else {
      waiting.set(id, call)
      socket.write(`${JSON.stringify({ id, ...request })}\n`)
    }
    return call.promise
  }

  return {
    openSession: async (properties) => String(await send({ call: 'open', properties })),
    closeSession: async (session) => {
      await send({ call: 'close', session })
    },
    execute: async (session, statement) => String(await send({ call: 'execute', session, statement })),
    fetchPage: async (session, operation, maxRows, from = 0) =>
      (await send({ call: 'fetch', session, operation, maxRows, token: from })) as WirePage,
    status: async (session, operation) => String(await send({ call: 'status', session, operation })),
    cancel: async (session, operation) => {
      await send({ call: 'cancel', session, operation })
    },
    closeOperation: async (session, operation) => {
      await send({ call: 'release', session, operation })
    },
    disconnect: async () => {
      socket.destroy()
    },
  }
}
