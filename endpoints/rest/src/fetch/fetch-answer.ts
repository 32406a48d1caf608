import {
  countRows,
  estimateBatchBytes,
  type FetchRequest,
  holdsType,
  type LocalZone,
  type LogicalType,
  localZone,
  type ResultPage,
  type ResultSchema,
  type ResultSet,
  type RowBatch,
  type RowEncoding,
  UTC_ZONE,
} from '@sql-gateway/gateway-common'
import { type Answer, JSON_TYPE, jsonAnswer } from '../http/answer.js'
import { type Call, invalidParameter, operationOf, queryParameter, sessionOf, tokenOf } from '../routes/call.js'
import { createByteSink } from '../value/byte-sink.js'
import { writeAscii, writeRaw } from '../value/text.js'
import type { ColumnInfoBody, NotReadyResponseBody, RowFormat } from '../wire/index.js'
import { logicalTypeBody } from './logical-type-body.js'
import { writeRows } from './page-writer.js'

const ZONE_PROPERTY = 'table.local-time-zone'
/** Up to so many rows a page is written without asking for its size. */
const SMALL_PAGE_ROWS = 16

/** The columns of a result as JSON text; a result has the same schema object on every page. */
const columnTexts = new WeakMap<ResultSchema, string>()

/**
 * Answers a fetch by token.
 *
 * @see Apache Flink, `FetchResultsHandler`, `FetchResultResponseBodySerializer`, `ResultInfoSerializer`
 */
export async function fetchAnswer(call: Call): Promise<Answer> {
  const token = tokenOf(call)
  const rowFormat = rowFormatOf(call)
  const encoding = encodingOf(call, rowFormat)
  const result = await fetch(call, token, encoding)
  if (result.resultType !== 'NOT_READY') return pageAnswer(call, result, rowFormat, encoding)
  return jsonAnswer({ resultType: 'NOT_READY', nextResultUri: resultUri(call, 0, rowFormat) } satisfies NotReadyResponseBody)
}

/** @throws {GatewayError} REQUEST.INVALID */
function rowFormatOf(call: Call): RowFormat {
  if (call.version === 'V1' || call.query === 'rowFormat=JSON') return 'JSON'
  // What clients really send is told without taking the query apart.
  if (call.query === 'rowFormat=PLAIN_TEXT') return 'PLAIN_TEXT'
  const text = queryParameter(call, 'rowFormat')
  if (text === undefined) return 'JSON'
  const upper = text.toUpperCase()
  if (upper !== 'JSON' && upper !== 'PLAIN_TEXT') throw invalidParameter('query', 'rowFormat', text)
  return upper
}

/** Engines may have rows as clients want them already. Where decimals are to be text, Flink's own form does not do. */
function encodingOf({ host }: Call, rowFormat: RowFormat): RowEncoding | undefined {
  return rowFormat === 'JSON' && host.settings.decimalForm === 'number' ? 'FLINK_JSON' : undefined
}

/** A fetch that waits when the endpoint stops is asked for what there is without waiting. */
async function fetch(call: Call, token: number, encoding: RowEncoding | undefined): Promise<ResultSet> {
  const { service, settings, isStopping } = call.host
  const session = sessionOf(call)
  const operation = operationOf(call)
  const fetchOnce = (request: FetchRequest): Promise<ResultSet> => service.fetchResults(call.caller, session, operation, request)
  const request = new PageRequest(call, token, encoding)
  if (settings.fetchWaitMs === 0 || isStopping()) return fetchOnce(request.withoutWait())
  try {
    return await fetchOnce(request)
  } catch (error) {
    if (!isStopping() || !request.isAborted) throw error
    return await fetchOnce(request.withoutWait())
  } finally {
    request.end()
  }
}

/** What is asked of the service. A class, as an object of its own getter would keep the exchange until all memory is collected. */
class PageRequest implements FetchRequest {
  readonly position: { readonly token: number }
  readonly maxRows: number
  readonly maxBytes: number
  readonly waitMs: number
  readonly encoding?: RowEncoding
  readonly #call: Call
  #wait: AbortController | undefined

  constructor(call: Call, token: number, encoding: RowEncoding | undefined) {
    const { fetchMaxRows, fetchMaxBytes, fetchWaitMs } = call.host.settings
    this.#call = call
    this.position = { token }
    this.maxRows = fetchMaxRows
    this.maxBytes = fetchMaxBytes
    this.waitMs = fetchWaitMs
    if (encoding !== undefined) this.encoding = encoding
  }

  /** From when it is asked for, the fetch is among those that wait. */
  get signal(): AbortSignal {
    this.#wait ??= this.#call.abort
    this.#call.host.waits.add(this.#wait)
    return this.#wait.signal
  }

  get isAborted(): boolean {
    return this.#wait?.signal.aborted === true
  }

  withoutWait(): FetchRequest {
    return { ...this, waitMs: 0 }
  }

  end(): void {
    if (this.#wait !== undefined) this.#call.host.waits.delete(this.#wait)
  }
}

/** Of the address Flink's clients read the number alone, from behind the last slash. */
function resultUri({ version, parameters }: Call, token: number, rowFormat: RowFormat): string {
  const path = `/sessions/${parameters['session_handle']}/operations/${parameters['operation_handle']}/result/${token}`
  return version === 'V1' ? `/v1${path}` : `/${version.toLowerCase()}${path}?rowFormat=${rowFormat}`
}

async function pageAnswer(call: Call, page: ResultPage, rowFormat: RowFormat, encoding: RowEncoding | undefined): Promise<Answer> {
  const { schema, batches, isQueryResult, nextToken } = page
  const { settings, slices } = call.host
  const zone = zoneOf(page)
  const onTaken = await reserve(call, batches)
  try {
    const sink = createByteSink()
    writeRaw(sink, pageHead(page, rowFormat))
    const context = { zone, decimalForm: settings.decimalForm, isZoned: true }
    const form = { rowFormat, isQueryResult }
    const rows = { columns: schema.columns, form, context, ...(encoding === undefined ? {} : { encoding }) }
    const rest = writeRows(sink, batches, rows, slices)
    if (rest !== undefined) await rest
    writeAscii(sink, nextToken === undefined ? ']}}' : `]},"nextResultUri":"${resultUri(call, nextToken, rowFormat)}"}`)
    return {
      status: 200,
      contentType: JSON_TYPE,
      body: sink.take(),
      rowCount: countRows(batches),
      ...(onTaken === undefined ? {} : { onTaken }),
    }
  } catch (error) {
    onTaken?.()
    throw error
  }
}

/** Small pages are not worth the bookkeeping. As JSON, values take about twice what they take in memory. */
async function reserve(call: Call, batches: readonly RowBatch[]): Promise<(() => void) | undefined> {
  if (countRows(batches) <= SMALL_PAGE_ROWS) return undefined
  const bytes = batches.reduce((sum, batch) => sum + estimateBatchBytes(batch), 0)
  return call.host.pageBudget.reserve(2 * bytes, call.abort.signal)
}

function pageHead({ resultType, isQueryResult, jobId, resultKind, schema }: ResultPage, rowFormat: RowFormat): string {
  const job = jobId === undefined ? '' : `"jobID":${JSON.stringify(jobId)},`
  const start = `{"resultType":"${resultType}","isQueryResult":${isQueryResult},${job}"resultKind":"${resultKind}",`
  return `${start}"results":{"columns":${columnsText(schema)},"rowFormat":"${rowFormat}","data":[`
}

function columnsText(schema: ResultSchema): string {
  let text = columnTexts.get(schema)
  if (text === undefined) {
    const columns = schema.columns.map(({ name, type, comment }) => ({
      name,
      logicalType: logicalTypeBody(type),
      comment: comment ?? null,
    }))
    text = JSON.stringify(columns satisfies readonly ColumnInfoBody[])
    columnTexts.set(schema, text)
  }
  return text
}

/** The zone that the statement ran in matters to instants alone, and they are rare. */
function zoneOf({ schema, batches, properties }: ResultPage): LocalZone {
  if (batches.length === 0 || !schema.columns.some(({ type }) => holdsType(type, isInstant))) return UTC_ZONE
  return localZone(properties.get(ZONE_PROPERTY))
}

function isInstant({ root }: LogicalType): boolean {
  return root === 'TIMESTAMP_WITH_LOCAL_TIME_ZONE'
}
