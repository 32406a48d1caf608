import type { ResultColumn, ResultKind, ResultSchema, RowBatch } from '@sql-gateway/gateway-common'
import { type LogicalTypeBody, readLogicalType } from '../type/logical-type-body.js'
import { deliveredType, type ReadingContext } from './column-builders.js'
import { encodedBatch } from './encoded-batch.js'
import { JsonScan } from './json-scan.js'
import { notAPage } from './not-a-page.js'
import { createRowDecoder, type DecodeRows } from './row-decoder.js'
import { findRows, type RowSpans, scanRows } from './row-spans.js'
import { inTurns } from './turns.js'

/** A page of a result, as a fetch gave it. */
export interface FlinkPage {
  readonly resultType: 'PAYLOAD' | 'EOS'
  readonly isQueryResult: boolean
  readonly resultKind: ResultKind
  readonly jobId?: string
  readonly schema: ResultSchema
  /** Absent where there are no rows. */
  readonly batch?: RowBatch
  /** Absent at the end. */
  readonly nextToken?: number
}

/** Reads the pages of one result, which all have the columns of the first. */
export interface PageReader {
  /**
   * Reads a page, a large one with turns of the event loop between. One page at a time. The page belongs to the batch then.
   *
   * @returns undefined — the statement has not come so far
   * @throws {GatewayError} ENGINE.FAILED — it is no page of Flink's
   */
  read(page: Buffer): Promise<FlinkPage | undefined>
}

interface ColumnBody {
  readonly name: string
  readonly logicalType: LogicalTypeBody
  readonly comment?: string | null
}

/** What stands around the rows. */
interface Envelope {
  resultType: string
  isQueryResult: boolean
  resultKind: string
  jobId: string | undefined
  nextToken: number | undefined
}

/** Writing so many bytes once more costs next to nothing. */
const SHORT_BYTES = 16 * 1024

type ReadField = (scan: JsonScan, page: Envelope) => void

const textOrNothing = (scan: JsonScan): string | undefined => (scan.skipNull() ? undefined : scan.string())
const skipField: ReadField = (scan) => scan.skipValue()

const ENVELOPE_FIELDS: Readonly<Record<string, ReadField>> = {
  resultType: (scan, page) => {
    page.resultType = scan.string()
  },
  isQueryResult: (scan, page) => {
    page.isQueryResult = scan.scalar() === 'true'
  },
  resultKind: (scan, page) => {
    page.resultKind = scan.string()
  },
  jobID: (scan, page) => {
    page.jobId = textOrNothing(scan)
  },
  nextResultUri: (scan, page) => {
    page.nextToken = tokenOf(textOrNothing(scan) ?? '')
  },
}

/**
 * Makes a reader for a result.
 *
 * @see Apache Flink, `FetchResultsResponseBody` and `ResultInfoSerializer` of the SQL gateway
 */
export function createPageReader(context: ReadingContext): PageReader {
  let schema: ResultSchema | undefined
  let columnsText = ''
  let decode: DecodeRows | undefined
  let isFirst = true

  /** They are the same on every page, to the letter. */
  function readColumns(scan: JsonScan): void {
    const start = scan.position
    scan.skipValue()
    const text = scan.slice(start)
    if (schema !== undefined) {
      if (text !== columnsText) throw notAPage('its columns are others than those of the first page')
      return
    }
    columnsText = text
    schema = { columns: parseColumns(text).map((column) => readColumn(column, context)) }
  }

  function readResults(scan: JsonScan): void {
    scan.openObject()
    for (let key = scan.nextKey(true); key !== undefined; key = scan.nextKey(false)) {
      if (key === 'columns') readColumns(scan)
      else scan.skipValue()
    }
  }

  function readEnvelope(text: string): Envelope {
    const scan = new JsonScan(text)
    const page: Envelope = { resultType: '', isQueryResult: false, resultKind: '', jobId: undefined, nextToken: undefined }
    scan.openObject()
    for (let key = scan.nextKey(true); key !== undefined; key = scan.nextKey(false)) {
      if (key === 'results') readResults(scan)
      else (Object.hasOwn(ENVELOPE_FIELDS, key) ? ENVELOPE_FIELDS[key] : skipField)?.(scan, page)
    }
    return page
  }

  /**
   * Rows in JSON stay as they are until somebody wants their values, but for those that come first: what of a result cannot be read
   * is to show as long as it can be had as text. A short result is of that alone, and is kept without the page it came with.
   */
  async function batchOf(page: Buffer, spans: RowSpans, { columns }: ResultSchema): Promise<RowBatch> {
    decode ??= createRowDecoder(
      columns.map(({ type }) => type),
      context,
    )
    const { rowCount, rowKinds } = spans
    const rows = { page, spans, from: 0, to: rowCount }
    const isToShow = isFirst
    isFirst = false
    if (context.format === 'JSON' && !(isToShow && page.length < SHORT_BYTES)) {
      const batch = encodedBatch(rows, decode)
      if (isToShow) await batch.encoded?.decode()
      return batch
    }
    const vectors = await inTurns(decode(rows))
    return rowKinds === undefined ? { rowCount, columns: vectors } : { rowCount, columns: vectors, rowKinds }
  }

  return {
    read: async (page) => {
      const begin = findRows(page)
      const spans = begin === undefined ? undefined : await inTurns(scanRows(page, begin))
      const envelope = readEnvelope(withoutRows(page, spans))
      if (envelope.resultType === 'NOT_READY') return undefined
      if (schema === undefined) throw notAPage('it has no columns')
      const read = pageOf(envelope, schema)
      return spans === undefined || spans.rowCount === 0 ? read : { ...read, batch: await batchOf(page, spans, schema) }
    },
  }
}

function pageOf({ resultType, resultKind, isQueryResult, jobId, nextToken }: Envelope, schema: ResultSchema): FlinkPage {
  if (resultType !== 'PAYLOAD' && resultType !== 'EOS') throw notAPage(`resultType is '${resultType.slice(0, 40)}'`)
  if (resultType === 'PAYLOAD' && nextToken === undefined) throw notAPage('it is not the last one, but no other follows')
  return {
    resultType,
    isQueryResult,
    resultKind: resultKind === 'SUCCESS' ? 'SUCCESS' : 'SUCCESS_WITH_CONTENT',
    schema,
    ...(jobId === undefined ? {} : { jobId }),
    ...(resultType === 'EOS' || nextToken === undefined ? {} : { nextToken }),
  }
}

/** What stands around the rows, as text: that of a page without any. */
function withoutRows(page: Buffer, spans: RowSpans | undefined): string {
  if (spans === undefined || spans.rowCount === 0) return page.toString()
  return page.toString('utf8', 0, spans.begin) + page.toString('utf8', spans.ends[spans.rowCount - 1])
}

function parseColumns(text: string): readonly ColumnBody[] {
  try {
    const columns: unknown = JSON.parse(text)
    if (Array.isArray(columns) && columns.every(isColumn)) return columns
  } catch {
    // It is told of below.
  }
  throw notAPage('its columns are no list of names and types')
}

function isColumn(value: unknown): value is ColumnBody {
  if (typeof value !== 'object' || value === null) return false
  const { name, logicalType } = value as Partial<ColumnBody>
  return typeof name === 'string' && typeof logicalType === 'object' && logicalType !== null
}

function readColumn({ name, logicalType, comment }: ColumnBody, { format }: ReadingContext): ResultColumn {
  const type = deliveredType(readLogicalType(logicalType), format)
  return comment === undefined || comment === null ? { name, type } : { name, type, comment }
}

/** Clients of Flink look at nothing but the number at the end of the path. */
function tokenOf(uri: string): number | undefined {
  const [path = ''] = (uri.split('/').at(-1) ?? '').split('?')
  return /^\d+$/.test(path) ? Number(path) : undefined
}
