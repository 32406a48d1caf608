import type { ForwardResultSource, ReadLimit, ReadResult, ResultSource, SeekableResultSource } from '../../src/engine/result-source.js'
import { gatewayError } from '../../src/error/gateway-error.js'
import type { RowBatch } from '../../src/result/row-batch.js'
import { numberedBatch } from './numbered-rows.js'
import type { SelectCommand } from './scripted-command.js'
import type { ScriptedWorld } from './scripted-control.js'

/** Rows of one batch; a larger page has several batches. */
const BATCH_ROWS = 1000
/** What one row of the usual width is counted as under a limit of bytes. */
const ROW_BYTES = 48

/** The result of a SELECT. */
export function numberedSource(command: SelectCommand, world: ScriptedWorld): ResultSource {
  const source = seekableSource(command, world)
  return command.forward ? forwardSource(source) : source
}

function seekableSource(command: SelectCommand, world: ScriptedWorld): SeekableResultSource {
  const closing = new AbortController()
  const gate = command.slow === undefined ? undefined : world.gate(command.slow)
  const lastRow = Math.min(command.rows, command.failAt ?? Number.POSITIVE_INFINITY)
  let failed = false

  const available = () => Math.min(lastRow, gate?.released ?? Number.POSITIVE_INFINITY)
  const rowBytes = ROW_BYTES + command.width

  function check(startRow: number): void {
    if (closing.signal.aborted) throw gatewayError('OPERATION.CLOSED', 'The result is closed.')
    failed ||= command.failAt !== undefined && startRow >= command.failAt && available() === lastRow
    if (failed) throw gatewayError('ENGINE.FAILED', `The result failed after ${command.failAt} rows.`)
  }

  async function ready(startRow: number, signal: AbortSignal): Promise<void> {
    const stop = AbortSignal.any([signal, closing.signal])
    for (;;) {
      check(startRow)
      if (signal.aborted) throw gatewayError('OPERATION.CANCELED', 'The wait for rows was given up.')
      if (gate === undefined || available() > startRow || available() === lastRow) return
      gate.arrive()
      await gate.changed(stop)
    }
  }

  async function read(startRow: number, limit: ReadLimit): Promise<ReadResult> {
    check(startRow)
    const most = Math.min(limit.maxRows, Math.max(1, Math.floor(limit.maxBytes / rowBytes)))
    const to = Math.min(startRow + most, available())
    const batches: RowBatch[] = []
    for (let from = startRow; from < to; from += BATCH_ROWS) batches.push(numberedBatch(from, Math.min(from + BATCH_ROWS, to), command))
    world.count('rowsRead', Math.max(0, to - startRow))
    return { batches, endOfData: command.failAt === undefined && Math.max(startRow, to) >= command.rows }
  }

  return { seekable: true, ready, read, close: async () => closing.abort() }
}

function forwardSource(source: SeekableResultSource): ForwardResultSource {
  let nextRow = 0
  return {
    seekable: false,
    ready: (signal) => source.ready(nextRow, signal),
    read: async (limit) => {
      const result = await source.read(nextRow, limit)
      nextRow += result.batches.reduce((sum, batch) => sum + batch.rowCount, 0)
      return result
    },
    close: () => source.close(),
  }
}
