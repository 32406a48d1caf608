import { EMPTY_ANSWER, jsonAnswer } from '../http/answer.js'
import { operationOf, sessionOf } from '../routes/call.js'
import { ownRoute, type QueryParameter, type Route } from '../routes/route.js'
import { RESPONSES } from '../schema/response-schemas.js'
import type { AdminOperationsBody, AdminSessionsBody } from '../wire/index.js'
import { adminOperation, adminSession } from './admin-bodies.js'
import { adminPage } from './admin-page.js'
import { DEFAULT_LIMIT, LARGEST_LIMIT, listRequest, operationsRequest } from './admin-requests.js'

const PART: readonly QueryParameter[] = [
  { name: 'offset', doc: 'How many to skip.', schema: { type: 'integer', minimum: 0, default: 0 } },
  {
    name: 'limit',
    doc: 'How many to give at most.',
    schema: { type: 'integer', minimum: 1, maximum: LARGEST_LIMIT, default: DEFAULT_LIMIT },
  },
]

/** Who runs what, and ending it. */
export const ADMIN_ROUTES: readonly Route[] = [
  ownRoute({
    method: 'GET',
    path: '/admin',
    operationId: 'getAdminPage',
    summary: 'Shows sessions and operations as a page, for people.',
    response: RESPONSES.adminPage,
    handle: adminPage,
  }),
  ownRoute({
    method: 'GET',
    path: '/admin/sessions',
    operationId: 'listSessions',
    summary: 'Lists the open sessions of everybody, in the order of opening.',
    query: PART,
    response: RESPONSES.adminSessions,
    handle: async (call) => {
      const { service, clock } = call.host
      const { total, items } = await service.listSessions(call.caller, listRequest(call))
      const now = clock.now()
      return jsonAnswer({ total, sessions: items.map((session) => adminSession(session, now)) } satisfies AdminSessionsBody)
    },
  }),
  ownRoute({
    method: 'DELETE',
    path: '/admin/sessions/:session_handle',
    operationId: 'killSession',
    summary: 'Closes a session of anybody.',
    response: RESPONSES.empty,
    handle: async (call) => {
      await call.host.service.killSession(call.caller, sessionOf(call))
      return EMPTY_ANSWER
    },
  }),
  ownRoute({
    method: 'GET',
    path: '/admin/operations',
    operationId: 'listOperations',
    summary: 'Lists the operations of everybody: statement, status, age, owner, engine.',
    query: [
      { name: 'session', doc: 'Only those of this session.', schema: { type: 'string', format: 'uuid' } },
      { name: 'status', doc: 'Only those in one of these states, as in RUNNING,PENDING.', schema: { type: 'string' } },
      ...PART,
    ],
    response: RESPONSES.adminOperations,
    handle: async (call) => {
      const { service, clock } = call.host
      const { total, items } = await service.listOperations(call.caller, operationsRequest(call))
      const now = clock.now()
      return jsonAnswer({ total, operations: items.map((operation) => adminOperation(operation, now)) } satisfies AdminOperationsBody)
    },
  }),
  ownRoute({
    method: 'DELETE',
    path: '/admin/operations/:operation_handle',
    operationId: 'killOperation',
    summary: 'Cancels an operation of anybody that waits or runs; closes one that has ended.',
    response: RESPONSES.empty,
    handle: async (call) => {
      await call.host.service.killOperation(call.caller, operationOf(call))
      return EMPTY_ANSWER
    },
  }),
]
