import { gatewayError } from '@sql-gateway/gateway-common'
import { fetchAnswer } from '../fetch/fetch-answer.js'
import { jsonAnswer } from '../http/answer.js'
import { EXECUTE_STATEMENT } from '../schema/request-schemas.js'
import { RESPONSES } from '../schema/response-schemas.js'
import type { OperationHandleResponseBody, OperationStatusResponseBody } from '../wire/index.js'
import { operationOf, sessionOf } from './call.js'
import { type Route, route } from './route.js'
import { given, timeoutOption } from './session-routes.js'

const CANCELED = jsonAnswer({ status: 'CANCELED' } satisfies OperationStatusResponseBody)
const CLOSED = jsonAnswer({ status: 'CLOSED' } satisfies OperationStatusResponseBody)

/** Statements, their operations and results. */
export const OPERATION_ROUTES: readonly Route[] = [
  route({
    method: 'POST',
    path: '/sessions/:session_handle/statements',
    operationId: 'executeStatement',
    summary: 'Accepts one statement and answers at once; how it ends shows when its results are fetched.',
    request: EXECUTE_STATEMENT,
    response: RESPONSES.operationHandle,
    failure: 'server',
    handle: async (call, { statement, executionTimeout, executionConfig }) => {
      const options = { ...timeoutOption(executionTimeout), ...(executionConfig === undefined ? {} : { executionConfig }) }
      const operationHandle = await call.host.service.executeStatement(call.caller, sessionOf(call), given(statement), options)
      return jsonAnswer({ operationHandle } satisfies OperationHandleResponseBody)
    },
  }),
  route({
    method: 'GET',
    path: '/sessions/:session_handle/operations/:operation_handle/status',
    operationId: 'getOperationStatus',
    summary: 'Gives the status of an operation.',
    response: RESPONSES.operationStatus,
    handle: async (call) => {
      const { status } = await call.host.service.getOperationInfo(call.caller, sessionOf(call), operationOf(call))
      return jsonAnswer({ status } satisfies OperationStatusResponseBody)
    },
  }),
  route({
    method: 'POST',
    path: '/sessions/:session_handle/operations/:operation_handle/cancel',
    operationId: 'cancelOperation',
    summary: 'Cancels an operation that waits or runs. One that has ended cannot be canceled, but closed.',
    response: RESPONSES.operationStatus,
    handle: async (call) => {
      const { service } = call.host
      const session = sessionOf(call)
      const operation = operationOf(call)
      if (await service.cancelOperation(call.caller, session, operation)) return CANCELED
      const { status } = await service.getOperationInfo(call.caller, session, operation)
      throw gatewayError(
        'OPERATION.ILLEGAL_TRANSITION',
        `Failed to convert the Operation Status from ${status} to CANCELED for ${operation}.`,
      )
    },
  }),
  route({
    method: 'DELETE',
    path: '/sessions/:session_handle/operations/:operation_handle/close',
    operationId: 'closeOperation',
    summary: 'Ends an operation in any state and releases its result. Closing one that is not there does nothing.',
    response: RESPONSES.operationStatus,
    handle: async (call) => {
      await call.host.service.closeOperation(call.caller, sessionOf(call), operationOf(call))
      return CLOSED
    },
  }),
  route({
    method: 'GET',
    path: '/sessions/:session_handle/operations/:operation_handle/result/:token',
    operationId: 'fetchResults',
    summary: 'Gives a page of the result of an operation by its token, which begins at 0; nextResultUri leads to the next page.',
    query: [
      {
        name: 'rowFormat',
        versions: ['V2', 'V3', 'V4'],
        doc: 'How values are written: as JSON values (the default), or all as text.',
        schema: { type: 'string', enum: ['JSON', 'PLAIN_TEXT'], default: 'JSON' },
      },
    ],
    response: RESPONSES.fetchResults,
    failure: 'server',
    isFetch: true,
    handle: fetchAnswer,
  }),
]
