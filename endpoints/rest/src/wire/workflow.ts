/** The body of POST /workflow/embedded-scheduler/create. */
export interface CreateWorkflowRequestBody {
  readonly materializedTableIdentifier: string
  readonly cronExpression: string
  readonly initConfig?: Readonly<Record<string, string>>
  readonly executionConfig?: Readonly<Record<string, string>>
  readonly restEndpointUrl: string
}

/** Names a workflow: the answer of create, the body of suspend and delete. */
export interface WorkflowBody {
  readonly workflowName: string
  readonly workflowGroup: string
}

/** The body of POST /workflow/embedded-scheduler/resume. */
export interface ResumeWorkflowRequestBody extends WorkflowBody {
  readonly dynamicOptions?: Readonly<Record<string, string>>
}
