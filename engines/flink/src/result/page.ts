import { gatewayError, type ResultColumn, type ResultKind, type ResultSchema, type RowBatch } from '@sql-gateway/gateway-common'
import { type LogicalTypeBody, readLogicalType } from '../type/logical-type-body.js'
import type { ColumnBuilder } from './column-builder.js'
import { createTopBuilder, deliveredType, type ReadingContext } from './column-builders.js'
import { JsonScan } from './json-scan.js'

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
   * Reads a page, a large one with turns of the event loop between. One page at a time.
   *
   * @returns undefined — the statement has not come so far
   * @throws {GatewayError} ENGINE.FAILED — it is no page of Flink's
   */
  read(body: string): Promise<FlinkPage | undefined>
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
  batch: RowBatch | undefined
}

/** Work that stops now and then to let others have their turn. */
type Steps<T> = Generator<undefined, T, undefined>

/** So much text is read in a turn: some milliseconds. */
const TURN_CHARACTERS = 1_000_000

async function inTurns<T>(steps: Steps<T>): Promise<T> {
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
    await new Promise<void>((resolve) => setImmediate(resolve))
  }
}

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
  let builders: readonly ColumnBuilder[] = []

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
    builders = schema.columns.map(({ type }) => createTopBuilder(type, context))
  }

  function readRow(scan: JsonScan): number {
    let kind = 0
    scan.openObject()
    for (let key = scan.nextKey(true); key !== undefined; key = scan.nextKey(false)) {
      if (key === 'fields') readFields(scan)
      else if (key === 'kind') kind = rowKindOf(scan.string())
      else scan.skipValue()
    }
    return kind
  }

  function readFields(scan: JsonScan): void {
    scan.openArray()
    for (let c = 0; scan.nextElement(c === 0); c++) {
      const builder = builders[c]
      if (builder === undefined) throw notAPage('a row has more fields than there are columns')
      builder.append(scan)
    }
  }

  function* readRows(scan: JsonScan): Steps<RowBatch | undefined> {
    let readUpTo = scan.position
    let rowKinds: Uint8Array | undefined
    let rowCount = 0
    scan.openArray()
    for (; scan.nextElement(rowCount === 0); rowCount++) {
      const kind = readRow(scan)
      if (scan.position - readUpTo >= TURN_CHARACTERS) {
        yield
        readUpTo = scan.position
      }
      if (kind !== 0 || rowKinds !== undefined) rowKinds = withKind(rowKinds, rowCount, kind)
    }
    if (rowCount === 0) return undefined
    const columns = builders.map((builder) => builder.finish())
    if (columns.some(({ length }) => length !== rowCount)) throw notAPage('a row lacks fields')
    return rowKinds === undefined ? { rowCount, columns } : { rowCount, columns, rowKinds: rowKinds.subarray(0, rowCount) }
  }

  /** The columns come before the rows; should they not, the rows are read once the columns are known. */
  function* readResults(scan: JsonScan): Steps<RowBatch | undefined> {
    let batch: RowBatch | undefined
    let skipped: number | undefined
    scan.openObject()
    for (let key = scan.nextKey(true); key !== undefined; key = scan.nextKey(false)) {
      if (key === 'columns') readColumns(scan)
      else if (key === 'data' && schema !== undefined) batch = yield* readRows(scan)
      else {
        if (key === 'data') skipped = scan.position
        scan.skipValue()
      }
    }
    if (skipped === undefined) return batch
    const end = scan.position
    scan.moveTo(skipped)
    batch = yield* readRows(scan)
    scan.moveTo(end)
    return batch
  }

  function* readEnvelope(scan: JsonScan): Steps<Envelope> {
    const page: Envelope = {
      resultType: '',
      isQueryResult: false,
      resultKind: '',
      jobId: undefined,
      nextToken: undefined,
      batch: undefined,
    }
    scan.openObject()
    for (let key = scan.nextKey(true); key !== undefined; key = scan.nextKey(false)) {
      if (key === 'results') page.batch = yield* readResults(scan)
      else (Object.hasOwn(ENVELOPE_FIELDS, key) ? ENVELOPE_FIELDS[key] : skipField)?.(scan, page)
    }
    return page
  }

  return {
    read: async (body) => {
      const { resultType, resultKind, isQueryResult, jobId, nextToken, batch } = await inTurns(readEnvelope(new JsonScan(body)))
      if (resultType === 'NOT_READY') return undefined
      if (resultType !== 'PAYLOAD' && resultType !== 'EOS') throw notAPage(`resultType is '${resultType.slice(0, 40)}'`)
      if (schema === undefined) throw notAPage('it has no columns')
      if (resultType === 'PAYLOAD' && nextToken === undefined) throw notAPage('it is not the last one, but no other follows')
      return {
        resultType,
        isQueryResult,
        resultKind: resultKind === 'SUCCESS' ? 'SUCCESS' : 'SUCCESS_WITH_CONTENT',
        schema,
        ...(jobId === undefined ? {} : { jobId }),
        ...(batch === undefined ? {} : { batch }),
        ...(resultType === 'EOS' || nextToken === undefined ? {} : { nextToken }),
      }
    },
  }
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

/** The index in ROW_KINDS. */
function rowKindOf(name: string): number {
  if (name === 'INSERT') return 0
  if (name === 'UPDATE_BEFORE') return 1
  if (name === 'UPDATE_AFTER') return 2
  if (name === 'DELETE') return 3
  throw notAPage(`a row is of the kind '${name.slice(0, 40)}'`)
}

function withKind(kinds: Uint8Array | undefined, index: number, kind: number): Uint8Array {
  let room = kinds ?? new Uint8Array(Math.max(64, index + 1))
  if (index >= room.length) {
    const wider = new Uint8Array(index * 2)
    wider.set(room)
    room = wider
  }
  room[index] = kind
  return room
}

/** Clients of Flink look at nothing but the number at the end of the path. */
function tokenOf(uri: string): number | undefined {
  const [path = ''] = (uri.split('/').at(-1) ?? '').split('?')
  return /^\d+$/.test(path) ? Number(path) : undefined
}

function notAPage(what: string): Error {
  return gatewayError('ENGINE.FAILED', `What Flink's gateway answered to a fetch is no page of a result: ${what}.`)
}
