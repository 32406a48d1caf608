import type { OperationInfo } from '@sql-gateway/gateway-common'
import tcli, { type TProgressUpdateResp } from '#generated/TCLIService_types.js'
import { toInt64 } from '../wire/int64.js'

/** Beeline draws a table with just these columns, made for the vertices of Tez; here the statement is its only row. */
const HEADERS = ['VERTICES', 'MODE', 'STATUS', 'TOTAL', 'COMPLETED', 'RUNNING', 'PENDING', 'FAILED', 'KILLED']
const PERCENT = 100

/** How far a running statement is, as Beeline draws it; nothing where the engine cannot tell. */
export function toProgress({ progress, startedAtMs, submittedAtMs, status }: OperationInfo): TProgressUpdateResp | undefined {
  const fraction = progress?.fraction
  if (fraction === undefined) return undefined
  const done = Math.floor(Math.min(1, Math.max(0, fraction)) * PERCENT)
  const cells = [PERCENT, done, PERCENT - done, 0, 0, 0].map(String)
  return new tcli.TProgressUpdateResp({
    headerNames: HEADERS,
    rows: [['Statement', '%', status, ...cells]],
    progressedPercentage: done / PERCENT,
    status: tcli.TJobExecutionStatus.IN_PROGRESS,
    footerSummary: progress?.rows === undefined ? '' : `ROWS: ${progress.rows}`,
    startTime: toInt64(startedAtMs ?? submittedAtMs),
  })
}
