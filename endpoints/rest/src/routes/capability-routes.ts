import { gatewayError } from '@sql-gateway/gateway-common'
import { jsonAnswer } from '../http/answer.js'
import { CREATE_WORKFLOW, DEPLOY_SCRIPT, NAME_WORKFLOW, REFRESH_MATERIALIZED_TABLE, RESUME_WORKFLOW } from '../schema/request-schemas.js'
import { RESPONSES } from '../schema/response-schemas.js'
import type { DeployScriptResponseBody, OperationHandleResponseBody } from '../wire/index.js'
import { sessionOf } from './call.js'
import { type Route, route } from './route.js'

const NOTHING: ReadonlyMap<string, string> = new Map()

/** What only some engines can do, and Flink's embedded scheduler, which no engine has. */
export const CAPABILITY_ROUTES: readonly Route[] = [
  route({
    method: 'POST',
    path: '/sessions/:session_handle/materialized-tables/:identifier/refresh',
    versions: ['V3'],
    operationId: 'refreshMaterializedTable',
    summary: 'Starts a refresh of a materialized table, on engines that have them.',
    request: REFRESH_MATERIALIZED_TABLE,
    response: RESPONSES.operationHandle,
    handle: async (call, body) => {
      const { isPeriodic, scheduleTime, dynamicOptions = NOTHING, staticPartitions = NOTHING, executionConfig = NOTHING } = body
      const operationHandle = await call.host.service.refreshMaterializedTable(call.caller, sessionOf(call), {
        tableIdentifier: call.parameters['identifier'] ?? '',
        isPeriodic,
        dynamicOptions,
        staticPartitions,
        executionConfig,
        ...(scheduleTime === undefined ? {} : { scheduleTime }),
      })
      return jsonAnswer({ operationHandle } satisfies OperationHandleResponseBody)
    },
  }),
  route({
    method: 'POST',
    path: '/sessions/:session_handle/scripts',
    versions: ['V4'],
    operationId: 'deployScript',
    summary: 'Runs a script on a cluster of its own, on engines that can.',
    request: DEPLOY_SCRIPT,
    response: RESPONSES.deployScript,
    failure: 'server',
    handle: async (call, { script, scriptUri, executionConfig = NOTHING }) => {
      const clusterID = await call.host.service.deployScript(call.caller, sessionOf(call), {
        executionConfig,
        ...(script === undefined ? {} : { script }),
        ...(scriptUri === undefined ? {} : { scriptUri }),
      })
      return jsonAnswer({ clusterID } satisfies DeployScriptResponseBody)
    },
  }),
  route({
    method: 'POST',
    path: '/workflow/embedded-scheduler/create',
    versions: ['V3'],
    operationId: 'createWorkflow',
    summary: 'Refused: the gateway has no scheduler.',
    request: CREATE_WORKFLOW,
    response: RESPONSES.workflow,
    handle: refuseWorkflow,
  }),
  route({
    method: 'POST',
    path: '/workflow/embedded-scheduler/suspend',
    versions: ['V3'],
    operationId: 'suspendWorkflow',
    summary: 'Refused: the gateway has no scheduler.',
    request: NAME_WORKFLOW,
    response: RESPONSES.empty,
    handle: refuseWorkflow,
  }),
  route({
    method: 'POST',
    path: '/workflow/embedded-scheduler/resume',
    versions: ['V3'],
    operationId: 'resumeWorkflow',
    summary: 'Refused: the gateway has no scheduler.',
    request: RESUME_WORKFLOW,
    response: RESPONSES.empty,
    handle: refuseWorkflow,
  }),
  route({
    method: 'DELETE',
    path: '/workflow/embedded-scheduler/delete',
    versions: ['V3'],
    operationId: 'deleteWorkflow',
    summary: 'Refused: the gateway has no scheduler.',
    request: NAME_WORKFLOW,
    response: RESPONSES.empty,
    handle: refuseWorkflow,
  }),
]

function refuseWorkflow(): never {
  throw gatewayError(
    'FEATURE.UNSUPPORTED',
    'The gateway has no embedded scheduler. Let a scheduler of your own call POST /v3/sessions/{session_handle}/materialized-tables/{identifier}/refresh.',
  )
}
