import type { SqlGatewayEndpoint, SqlGatewayService } from '@sql-gateway/gateway-common'
import type { EndpointClient, EndpointSubject } from '@sql-gateway/gateway-common/testkit'

type Subject = EndpointSubject<string, string>

/** Something wrong that is put into a subject. */
export type Fault = (subject: Subject) => Subject

/** A fault of the endpoint between its protocol and the service. */
export function inMapping(change: (service: SqlGatewayService) => Partial<SqlGatewayService>): Fault {
  return (subject) => ({ ...subject, createEndpoint: (service, port) => subject.createEndpoint(overlay(service, change(service)), port) })
}

/** A fault of starting or stopping. */
export function inEndpoint(change: (endpoint: SqlGatewayEndpoint) => Partial<SqlGatewayEndpoint>): Fault {
  return (subject) => ({
    ...subject,
    createEndpoint: (service, port) => {
      const endpoint = subject.createEndpoint(service, port)
      return { ...endpoint, ...change(endpoint) }
    },
  })
}

/** A fault of the wire, as a client sees it. */
export function inWire(change: (client: EndpointClient<string, string>) => Partial<EndpointClient<string, string>>): Fault {
  return (subject) => ({
    ...subject,
    connect: async (address) => {
      const client = await subject.connect(address)
      return { ...client, ...change(client) }
    },
  })
}

/** The service is seen through a proxy, which has no members of its own to spread. */
function overlay(service: SqlGatewayService, change: Partial<SqlGatewayService>): SqlGatewayService {
  return new Proxy(service, { get: (_, name) => Reflect.get(change, name) ?? Reflect.get(service, name) })
}
