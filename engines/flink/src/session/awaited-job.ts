import { randomUUID } from 'node:crypto'
import type { SessionProperties } from '@sql-gateway/gateway-common'
import { pause } from '../rest/retry.js'
import type { Facts } from '../statement/analyze.js'
import type { SessionHold } from './session-hold.js'
import type { SessionHost } from './session-host.js'

const DML_SYNC = 'table.dml-sync'
/** `PipelineOptionsInternal#PIPELINE_FIXED_JOB_ID` of Flink. */
const FIXED_JOB_ID = '$internal.pipeline.job-id'
const STARTS_JOB = /^(?:INSERT|UPDATE|DELETE|END|EXECUTE\b.*)$/
const DEFINES_TABLE = /^(?:CREATE|REPLACE) TABLE$/
/** The job of a statement that was stopped may be on its way to the cluster still. */
const STOP_AGAIN_AFTER_MS = 1_000

/**
 * The id that the job of a statement has to have so that it can be stopped: Flink waits for the end of the job before it tells its
 * id, and leaves it running when the statement is closed. Undefined for statements that Flink does not wait for.
 */
export function awaitedJobOf({ kind, hasResultSet }: Facts, properties: SessionProperties): string | undefined {
  const startsJob = STARTS_JOB.test(kind) || (hasResultSet && DEFINES_TABLE.test(kind))
  return startsJob && properties.get(DML_SYNC)?.toLowerCase() === 'true' ? randomUUID().replaceAll('-', '') : undefined
}

/** The configuration of a statement, with the id of its job. */
export function withJobId(config: SessionProperties | undefined, job: string | undefined): SessionProperties | undefined {
  return job === undefined ? config : new Map([...(config ?? []), [FIXED_JOB_ID, job]])
}

/** Stops a job, as far as there is one. Never rejects. */
export async function stopJob({ clock, logger }: SessionHost, hold: SessionHold, job: string): Promise<void> {
  for (const delayMs of [0, STOP_AGAIN_AFTER_MS]) {
    if (delayMs > 0) await pause(clock, delayMs, undefined)
    try {
      await hold.runAside(`STOP JOB '${job}'`)
      return
    } catch (err) {
      logger.debug({ err, job }, 'The job of a statement that was stopped could not be stopped')
    }
  }
}
