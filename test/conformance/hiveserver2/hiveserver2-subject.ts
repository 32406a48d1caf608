import { randomBytes } from 'node:crypto'
import hiveserver2 from '@sql-gateway/endpoint-hiveserver2'
import tcli from '@sql-gateway/endpoint-hiveserver2/thrift'
import { type EndpointSubject, endpointContext } from '@sql-gateway/gateway-common/testkit'
import { type Connect, connectClient, errorOf } from './hiveserver2-client.js'
import { MALFORMED_INPUTS } from './malformed-inputs.js'

function unknownHandle(): tcli.THandleIdentifier {
  return new tcli.THandleIdentifier({ guid: randomBytes(16), secret: randomBytes(16) })
}

/** The endpoint as a subject of the endpoint suite, spoken to in one of the ways that it understands. */
export function hiveServer2Subject(connect: Connect): EndpointSubject<tcli.TSessionHandle, tcli.TOperationHandle> {
  return {
    identifier: 'hiveserver2',
    createEndpoint: (service, port) =>
      hiveserver2.createEndpoint(endpointContext(hiveserver2, { service, settings: { port, longPollMs: 20 } })),
    connect: (address) => connectClient(address, connect),
    errorOf,
    statusWords: {
      INITIALIZED: 'INITIALIZED_STATE',
      PENDING: 'PENDING_STATE',
      RUNNING: 'RUNNING_STATE',
      FINISHED: 'FINISHED_STATE',
      CANCELED: 'CANCELED_STATE',
      CLOSED: 'CLOSED_STATE',
      ERROR: 'ERROR_STATE',
      TIMEOUT: 'TIMEDOUT_STATE',
    },
    unknownSession: new tcli.TSessionHandle({ sessionId: unknownHandle() }),
    unknownOperation: new tcli.TOperationHandle({
      operationId: unknownHandle(),
      operationType: tcli.TOperationType.EXECUTE_STATEMENT,
      hasResultSet: true,
    }),
    malformed: MALFORMED_INPUTS,
  }
}
