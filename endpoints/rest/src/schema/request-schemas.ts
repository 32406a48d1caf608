import { z } from 'zod'
import { integerField, requiredBooleanField, requiredIntegerField, textField, textMapField } from './coercion.js'

/** A body that a call takes. */
export interface RequestSchema<T = unknown> {
  /** Flink's name of the message, which errors show. */
  readonly name: string
  /** Fields that it does not know are ignored. */
  readonly schema: z.ZodType<T>
}

/** What documents say must be there, though of these Flink checks primitives alone when it reads a body, and fails later if at all. */
const needs = (...fields: readonly string[]) => ({ required: [...fields] })

/** Nothing is looked at, but the body has to be a JSON object all the same. */
export const EMPTY_REQUEST = { name: 'EmptyRequestBody', schema: z.object({}) } satisfies RequestSchema

/** POST /sessions. */
export const OPEN_SESSION = {
  name: 'OpenSessionRequestBody',
  schema: z.object({ sessionName: textField(), properties: textMapField() }),
} satisfies RequestSchema

/** POST S/configure-session. */
export const CONFIGURE_SESSION = {
  name: 'ConfigureSessionRequestBody',
  schema: z.object({ statement: textField(), executionTimeout: integerField() }).meta(needs('statement')),
} satisfies RequestSchema

/** GET S/complete-statement. */
export const COMPLETE_STATEMENT = {
  name: 'CompleteStatementRequestBody',
  schema: z.object({ statement: textField(), position: requiredIntegerField() }).meta(needs('statement', 'position')),
} satisfies RequestSchema

/** POST S/statements. */
export const EXECUTE_STATEMENT = {
  name: 'ExecuteStatementRequestBody',
  schema: z.object({ statement: textField(), executionTimeout: integerField(), executionConfig: textMapField() }).meta(needs('statement')),
} satisfies RequestSchema

/** POST S/materialized-tables/{identifier}/refresh. */
export const REFRESH_MATERIALIZED_TABLE = {
  name: 'RefreshMaterializedTableRequestBody',
  schema: z
    .object({
      isPeriodic: requiredBooleanField(),
      scheduleTime: textField(),
      dynamicOptions: textMapField(),
      staticPartitions: textMapField(),
      executionConfig: textMapField(),
    })
    .meta(needs('isPeriodic')),
} satisfies RequestSchema

/** POST S/scripts. */
export const DEPLOY_SCRIPT = {
  name: 'DeployScriptRequestBody',
  schema: z.object({ script: textField(), scriptUri: textField(), executionConfig: textMapField() }),
} satisfies RequestSchema

/** POST /workflow/embedded-scheduler/create. */
export const CREATE_WORKFLOW = {
  name: 'CreateEmbeddedSchedulerWorkflowRequestBody',
  schema: z
    .object({
      materializedTableIdentifier: textField(),
      cronExpression: textField(),
      initConfig: textMapField(),
      executionConfig: textMapField(),
      restEndpointUrl: textField(),
    })
    .meta(needs('materializedTableIdentifier', 'cronExpression', 'restEndpointUrl')),
} satisfies RequestSchema

/** POST /workflow/embedded-scheduler/suspend and DELETE …/delete. */
export const NAME_WORKFLOW = {
  name: 'EmbeddedSchedulerWorkflowRequestBody',
  schema: z.object({ workflowName: textField(), workflowGroup: textField() }).meta(needs('workflowName', 'workflowGroup')),
} satisfies RequestSchema

/** POST /workflow/embedded-scheduler/resume. */
export const RESUME_WORKFLOW = {
  name: 'ResumeEmbeddedSchedulerWorkflowRequestBody',
  schema: z
    .object({ workflowName: textField(), workflowGroup: textField(), dynamicOptions: textMapField() })
    .meta(needs('workflowName', 'workflowGroup')),
} satisfies RequestSchema
