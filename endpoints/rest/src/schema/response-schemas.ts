import { OPERATION_STATUSES, ROW_KINDS } from '@sql-gateway/gateway-common'
import { z } from 'zod'
import type {
  AdminOperationBody,
  AdminOperationsBody,
  AdminSessionBody,
  AdminSessionsBody,
  CloseSessionResponseBody,
  ColumnInfoBody,
  CompleteStatementResponseBody,
  DeployScriptResponseBody,
  EmptyBody,
  ErrorResponseBody,
  FetchResultsResponseBody,
  GetApiVersionResponseBody,
  GetInfoResponseBody,
  GetSessionConfigResponseBody,
  HealthBody,
  OpenSessionResponseBody,
  OperationHandleResponseBody,
  OperationStatusResponseBody,
  ReadinessBody,
  WorkflowBody,
} from '../wire/index.js'
import { type ResponseSchema, response } from './response-schema.js'

const uuid = z.string().meta({ format: 'uuid' })
const text = z.string()
const time = z.string().meta({ format: 'date-time' })
const count = z.int()
const textMap = z.record(z.string(), z.string())

const column: z.ZodType<ColumnInfoBody> = z.object({
  name: text,
  logicalType: z.looseObject({ type: text, nullable: z.boolean().exactOptional() }) as z.ZodType<ColumnInfoBody['logicalType']>,
  comment: z.string().nullable(),
})
const row = z.object({ kind: z.enum(ROW_KINDS), fields: z.array(z.unknown()) })

const session: z.ZodType<AdminSessionBody> = z.object({
  sessionHandle: uuid,
  sessionName: z.string().exactOptional(),
  owner: text,
  engine: text,
  protocol: text,
  version: count,
  openedAt: time,
  lastUsedAt: time,
  idleMs: count,
  operationCount: count,
  pinnedBy: z.string().exactOptional(),
})
const operation: z.ZodType<Omit<AdminOperationBody, 'type'>> = z.object({
  operationHandle: uuid,
  sessionHandle: uuid,
  owner: text,
  engine: text,
  type: text,
  status: z.enum(OPERATION_STATUSES),
  statement: text,
  submittedAt: time,
  startedAt: time.exactOptional(),
  completedAt: time.exactOptional(),
  ageMs: count,
  jobId: z.string().exactOptional(),
  affectedRows: z.string().exactOptional(),
  progress: z.object({ fraction: z.number().exactOptional(), rows: z.number().exactOptional() }).exactOptional(),
  error: z.object({ code: text, message: text }).exactOptional(),
})

/** Every answer of a call. */
export const RESPONSES = {
  empty: response<EmptyBody>('EmptyResponseBody', z.record(z.string(), z.never())),
  error: response<ErrorResponseBody>('ErrorResponseBody', z.object({ errors: z.array(text) })),
  apiVersions: response<GetApiVersionResponseBody>('GetApiVersionResponseBody', z.object({ versions: z.array(text) })),
  info: response<GetInfoResponseBody>('GetInfoResponseBody', z.object({ productName: text, version: text })),
  openSession: response<OpenSessionResponseBody>('OpenSessionResponseBody', z.object({ sessionHandle: uuid })),
  sessionConfig: response<GetSessionConfigResponseBody>('GetSessionConfigResponseBody', z.object({ properties: textMap })),
  closeSession: response<CloseSessionResponseBody>('CloseSessionResponseBody', z.object({ status: z.literal('CLOSED') })),
  completeStatement: response<CompleteStatementResponseBody>('CompleteStatementResponseBody', z.object({ candidates: z.array(text) })),
  operationHandle: response<OperationHandleResponseBody>('OperationHandleResponseBody', z.object({ operationHandle: uuid })),
  operationStatus: response<OperationStatusResponseBody>('OperationStatusResponseBody', z.object({ status: z.enum(OPERATION_STATUSES) })),
  deployScript: response<DeployScriptResponseBody>('DeployScriptResponseBody', z.object({ clusterID: text })),
  workflow: response<WorkflowBody>('EmbeddedSchedulerWorkflowBody', z.object({ workflowName: text, workflowGroup: text })),
  fetchResults: response<FetchResultsResponseBody>(
    'FetchResultsResponseBody',
    z.union([
      z.object({ resultType: z.literal('NOT_READY'), nextResultUri: text }),
      z.object({
        resultType: z.enum(['PAYLOAD', 'EOS']),
        isQueryResult: z.boolean(),
        jobID: z.string().exactOptional(),
        resultKind: z.enum(['SUCCESS', 'SUCCESS_WITH_CONTENT']),
        results: z.object({ columns: z.array(column), rowFormat: z.enum(['JSON', 'PLAIN_TEXT']), data: z.array(row) }),
        nextResultUri: z.string().exactOptional(),
      }),
    ]),
  ),
  health: response<HealthBody>('HealthBody', z.object({ status: z.literal('UP') })),
  readiness: response<ReadinessBody>('ReadinessBody', z.object({ ready: z.boolean(), reasons: z.array(text) })),
  metrics: { name: 'Metrics', schema: text, contentType: 'text/plain' },
  adminPage: { name: 'AdminPage', schema: text, contentType: 'text/html' },
  openapi: { name: 'OpenApiDocument', schema: z.looseObject({ openapi: text }) },
  adminSessions: response<AdminSessionsBody>('AdminSessionsBody', z.object({ total: count, sessions: z.array(session) })),
  adminOperations: response<Omit<AdminOperationsBody, 'operations'>>(
    'AdminOperationsBody',
    z.object({ total: count, operations: z.array(operation) }),
  ),
} as const satisfies Readonly<Record<string, ResponseSchema>>
