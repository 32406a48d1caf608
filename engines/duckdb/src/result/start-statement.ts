import { type DuckDBConnection, type DuckDBPreparedStatement, type DuckDBResult, DuckDBTypeId, StatementType } from '@duckdb/node-api'
import { type Clock, gatewayError, type ResultSchema } from '@sql-gateway/gateway-common'
import type { CallGate, CallKind } from '../database/call-gate.js'
import type { LoopShare } from '../database/loop-share.js'
import { interruptible, stoppedError } from '../database/native-call.js'
import { messageOf } from '../normalize-error.js'
import type { SourceText } from '../statement/source-text.js'
import { castTarget } from '../vector/cast-target.js'
import { readerOf } from '../vector/column-reader.js'
import type { ColumnOpener } from '../vector/raw-vector.js'
import { isCounted, isCountedId, LEAST_BUFFER_BYTES, type StreamingBuffer } from './streaming-buffer.js'

/** The way of a statement into DuckDB. */
export interface StatementChannel {
  readonly native: DuckDBConnection
  readonly gate: CallGate
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly buffer: StreamingBuffer
  readonly loop: LoopShare
}

/** A statement for DuckDB. */
export interface EngineStatement {
  readonly sql: string
  readonly source: SourceText
  /** What the gateway takes it for. */
  readonly kind: string
  /** Whether it may stand within a FROM (…). */
  readonly isPlainQuery: boolean
  /** How far DuckDB may compute ahead where it knows how much that is, in bytes; undefined where there are no rows to compute. */
  readonly bufferBytes: number | undefined
}

/** A statement of which DuckDB knows the columns, with as many rows as its buffer takes already computed. */
export interface StartedStatement {
  readonly result: DuckDBResult
  readonly schema: ResultSchema
  readonly openers: readonly ColumnOpener[]
}

/** Makes a call that may take long. */
export function callEngine<T>({ native, gate, clock, signal }: StatementChannel, kind: CallKind, call: () => Promise<T>): Promise<T> {
  return gate.run(kind, signal, () => interruptible(native, clock, signal, call))
}

/** PIVOT without a list of values, and the like, are several statements to DuckDB: it looks the values up first. */
async function prepareLast(channel: StatementChannel, { sql, kind, isPlainQuery }: EngineStatement): Promise<DuckDBPreparedStatement> {
  const { native } = channel
  // Within brackets there is no place for a second statement of the user's: DuckDB itself tells that there is none.
  if (isPlainQuery) {
    await callEngine(channel, 'brief', () => native.extractStatements(`FROM (\n${sql}\n)`)).catch((cause: unknown) => {
      throw gatewayError('STATEMENT.MULTIPLE', 'The text holds more than one statement; send them one by one.', { cause })
    })
  } else if (kind !== 'IMPORT') {
    throw gatewayError(
      'FEATURE.UNSUPPORTED',
      'DuckDB makes several statements of this one. PIVOT as a part of another statement needs its values: ON column IN (…).',
    )
  }
  const statements = await callEngine(channel, 'brief', () => native.extractStatements(sql))
  for (let i = 0; i < statements.count - 1; i++) {
    const prepared = await callEngine(channel, 'brief', () => statements.prepare(i))
    try {
      await callEngine(channel, 'start', () => prepared.run())
    } finally {
      prepared.destroySync()
    }
  }
  return callEngine(channel, 'brief', () => statements.prepare(statements.count - 1))
}

async function prepare(
  channel: StatementChannel,
  statement: EngineStatement,
): Promise<{ readonly prepared: DuckDBPreparedStatement; readonly isOne: boolean }> {
  try {
    return { prepared: await callEngine(channel, 'brief', () => channel.native.prepare(statement.sql)), isOne: true }
  } catch (error) {
    if (!/Cannot prepare multiple statements/.test(messageOf(error))) throw error
    return { prepared: await prepareLast(channel, statement), isOne: false }
  }
}

/** What the gateway must have taken a statement for, so that it was guarded as what DuckDB takes it for. */
const KINDS_OF_TYPE: Readonly<Partial<Record<StatementType, readonly string[]>>> = {
  [StatementType.COPY]: ['COPY', 'IMPORT'],
  [StatementType.EXPORT]: ['EXPORT'],
  [StatementType.PRAGMA]: ['PRAGMA'],
  [StatementType.SET]: ['SET', 'RESET'],
  [StatementType.VARIABLE_SET]: ['SET', 'RESET'],
  [StatementType.LOAD]: ['LOAD', 'INSTALL'],
  [StatementType.EXTENSION]: ['LOAD', 'INSTALL'],
  [StatementType.UPDATE_EXTENSIONS]: ['INSTALL'],
  [StatementType.ATTACH]: ['ATTACH'],
  [StatementType.DETACH]: ['DETACH'],
  [StatementType.TRANSACTION]: ['BEGIN', 'COMMIT', 'ROLLBACK'],
  [StatementType.CALL]: ['CALL', 'CHECKPOINT'],
  [StatementType.EXPLAIN]: ['EXPLAIN'],
  [StatementType.PREPARE]: ['PREPARE'],
}

function assertAlike({ statementType }: DuckDBPreparedStatement, kind: string): void {
  const kinds = KINDS_OF_TYPE[statementType]
  if (kinds === undefined || kinds.includes(kind)) return
  throw gatewayError(
    'STATEMENT.FORBIDDEN',
    'DuckDB reads this statement otherwise than the gateway, which therefore cannot guard it. Write it in a plainer way.',
  )
}

const MAY_NEED_CAST: ReadonlySet<DuckDBTypeId> = new Set([
  DuckDBTypeId.UNION,
  DuckDBTypeId.GEOMETRY,
  DuckDBTypeId.VARIANT,
  DuckDBTypeId.LIST,
  DuckDBTypeId.ARRAY,
  DuckDBTypeId.MAP,
  DuckDBTypeId.STRUCT,
])

/** What has to be known of the columns of a statement before it runs. */
interface Columns {
  readonly names: readonly string[]
  /** The types to which columns must be cast before they can be read; undefined where none must. */
  readonly targets: readonly (string | undefined)[] | undefined
  /** Whether DuckDB knows how much memory a row takes. */
  readonly areCounted: boolean
}

/** DuckDB's driver copies the types of all columns to tell that of one; so many it copies in a few milliseconds. */
const TYPES_AT_ONCE = 20_000

async function lookAtColumns(prepared: DuckDBPreparedStatement, { loop, signal }: StatementChannel): Promise<Columns> {
  const { columnCount } = prepared
  const names: string[] = []
  const targets: (string | undefined)[] = []
  let areCounted = true
  const step = Math.ceil(TYPES_AT_ONCE / (columnCount + 1))
  const lookAtSome = () => {
    if (signal.aborted) throw stoppedError()
    const end = Math.min(columnCount, names.length + step)
    for (let i = names.length; i < end; i++) {
      names.push(prepared.columnName(i))
      const typeId = prepared.columnTypeId(i)
      const type = MAY_NEED_CAST.has(typeId) ? prepared.columnType(i) : undefined
      targets.push(type === undefined ? undefined : castTarget(type))
      areCounted &&= type === undefined ? isCountedId(typeId) : isCounted(type)
    }
  }
  do await loop.run(lookAtSome)
  while (names.length < columnCount)
  return { names, targets: targets.some((target) => target !== undefined) ? targets : undefined, areCounted }
}

function refuseCast(prepared: DuckDBPreparedStatement, targets: readonly (string | undefined)[]): never {
  const column = targets.findIndex((target) => target !== undefined)
  throw gatewayError(
    'FEATURE.UNSUPPORTED',
    `The column '${prepared.columnName(column)}' is of type ${prepared.columnType(column)}, which a statement of this kind cannot hand out. Cast it to VARCHAR.`,
  )
}

/** The same query with some columns cast. */
function withCasts({ sql, source }: EngineStatement, targets: readonly (string | undefined)[]): Pick<EngineStatement, 'sql' | 'source'> {
  const columns = targets.map((target, i) => (target === undefined ? `#${i + 1}` : `CAST(#${i + 1} AS ${target})`))
  const prefix = `SELECT ${columns.join(', ')} FROM (\n`
  return { sql: `${prefix}${sql}\n)`, source: { ...source, prefix: prefix + source.prefix } }
}

async function openStream(
  channel: StatementChannel,
  prepared: DuckDBPreparedStatement,
  { names, areCounted }: Columns,
  bufferBytes: number | undefined,
): Promise<StartedStatement> {
  if (bufferBytes !== undefined) await channel.buffer.use(areCounted ? bufferBytes : LEAST_BUFFER_BYTES)
  const result = await callEngine(channel, 'start', () => prepared.stream())
  const columns = names.map((name, i) => ({ name, ...readerOf(result.columnType(i), name) }))
  return { result, schema: { columns: columns.map(({ name, type }) => ({ name, type })) }, openers: columns.map(({ open }) => open) }
}

/**
 * Starts a statement. What does not return rows has run when this resolves; of what does, the rows that the streaming
 * buffer takes are there, and an error that came before is thrown.
 *
 * @param onSource - told where the text that DuckDB runs in the end comes from, before it runs
 * @throws the driver's error
 * @throws {GatewayError} FEATURE.UNSUPPORTED — columns of a type that only a cast within the query makes readable
 * @throws {GatewayError} OPERATION.CANCELED
 */
export async function startStatement(
  channel: StatementChannel,
  statement: EngineStatement,
  onSource: (source: SourceText) => void,
): Promise<StartedStatement> {
  onSource(statement.source)
  const { prepared, isOne } = await prepare(channel, statement)
  try {
    assertAlike(prepared, statement.kind)
    const columns = await lookAtColumns(prepared, channel)
    const { targets } = columns
    if (targets === undefined) return await openStream(channel, prepared, columns, statement.bufferBytes)
    if (!statement.isPlainQuery || !isOne) refuseCast(prepared, targets)
    const wrapped = withCasts(statement, targets)
    onSource(wrapped.source)
    const casting = await callEngine(channel, 'brief', () => channel.native.prepare(wrapped.sql))
    try {
      return await openStream(channel, casting, { ...columns, areCounted: false }, statement.bufferBytes)
    } finally {
      casting.destroySync()
    }
  } finally {
    prepared.destroySync()
  }
}
