import {
  type Clock,
  countRows,
  estimateBatchBytes,
  type FetchRequest,
  type ReadResult,
  type SeekableResultSource,
} from '@sql-gateway/gateway-common'
import { createDeadline } from '../operation/deadline.js'

/** A page of so many rows is one of many; smaller ones are handed on at once. */
const MANY_ROWS = 1_000
/** How long such a page waits for what it has room for. */
const FILL_MS = 20
/** A page that is nearly full waits for nothing. */
const NEARLY = 0.75

/**
 * Fills a page of a large result that is still being made. Clients that read as fast as the engine makes rows would get pages of a few
 * thousand otherwise, and a page costs both sides as much as thousands of rows do: 10,000,000 rows took a quarter more processor time.
 *
 * @param page - what was there when it was asked for
 * @returns the page, and what came behind it in a short time; a failure is left to the next read
 */
export async function filledPage(
  page: ReadResult,
  startRow: number,
  request: FetchRequest,
  source: SeekableResultSource,
  clock: Clock,
): Promise<ReadResult> {
  const rows = countRows(page.batches)
  if (rows < MANY_ROWS) return page
  const bytes = page.batches.reduce((sum, batch) => sum + estimateBatchBytes(batch), 0)
  const room = Math.min(request.maxRows, Math.floor((rows * request.maxBytes) / Math.max(1, bytes)))
  if (rows > room * NEARLY) return page
  const deadline = createDeadline(clock, FILL_MS, request)
  try {
    await source.ready(startRow + room - 1, deadline.signal).catch(() => undefined)
    const limit = { maxRows: room - rows, maxBytes: request.maxBytes - bytes }
    const { batches, endOfData } = await source.read(startRow + rows, limit)
    return { batches: [...page.batches, ...batches], endOfData }
  } catch {
    return page
  } finally {
    deadline.dispose()
  }
}
