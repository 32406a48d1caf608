import {
  type DayTimeResolution,
  type LogicalType,
  type RowField,
  STRING_TYPE,
  UNBOUNDED_LENGTH,
  type YearMonthResolution,
} from '@sql-gateway/gateway-common'
import { keyword, plainText, type Token, tokenize } from '../statement/lexer.js'
import type { LengthRoot, PlainRoot } from './logical-type-body.js'

/**
 * Reads a type as DESCRIBE writes it: `BIGINT`, `DECIMAL(10, 2)`, ``ROW<`a` INT, `b` STRING NOT NULL>``, `TIMESTAMP(3) *ROWTIME*`.
 * A type that is none of the type system's, such as a structured type of a Java class, is taken for a STRING.
 *
 * @see Apache Flink, `LogicalType#asSummaryString`
 */
export function parseTypeText(text: string, nullable: boolean): LogicalType {
  const reader = createReader(tokenize(text))
  const type = readType(reader)
  const known = type === undefined || !reader.isAtEnd() ? STRING_TYPE : type
  return withNullable(known, nullable)
}

interface Reader {
  accept(word: string): boolean
  acceptSign(sign: string): boolean
  /** The next word in upper case, passed over; empty where there is none. */
  word(): string
  /** A name or text, without quotes. */
  name(): string | undefined
  number(): number | undefined
  isAtEnd(): boolean
}

type ReadRoot = (reader: Reader) => LogicalType | undefined

const plain =
  (root: PlainRoot): ReadRoot =>
  () => ({ root, nullable: true })
const sized =
  (root: LengthRoot, otherwise: number): ReadRoot =>
  (reader) => ({ root, nullable: true, length: parameters(reader)[0] ?? otherwise })

const ROOTS: Readonly<Record<string, ReadRoot>> = {
  BOOLEAN: plain('BOOLEAN'),
  TINYINT: plain('TINYINT'),
  SMALLINT: plain('SMALLINT'),
  INT: plain('INTEGER'),
  INTEGER: plain('INTEGER'),
  BIGINT: plain('BIGINT'),
  FLOAT: plain('FLOAT'),
  DOUBLE: plain('DOUBLE'),
  DATE: plain('DATE'),
  VARIANT: plain('VARIANT'),
  BITMAP: plain('BITMAP'),
  CHAR: sized('CHAR', 1),
  VARCHAR: sized('VARCHAR', 1),
  STRING: sized('VARCHAR', UNBOUNDED_LENGTH),
  BINARY: sized('BINARY', 1),
  VARBINARY: sized('VARBINARY', 1),
  BYTES: sized('VARBINARY', UNBOUNDED_LENGTH),
  DECIMAL: (reader) => {
    const [precision = 10, scale = 0] = parameters(reader)
    return { root: 'DECIMAL', nullable: true, precision, scale }
  },
  TIME: (reader) => ({ root: 'TIME_WITHOUT_TIME_ZONE', nullable: true, precision: parameters(reader)[0] ?? 0 }),
  TIMESTAMP: readTimestamp,
  TIMESTAMP_LTZ: (reader) => {
    const precision = parameters(reader)[0] ?? 6
    skipTimeAttribute(reader)
    return { root: 'TIMESTAMP_WITH_LOCAL_TIME_ZONE', nullable: true, precision }
  },
  INTERVAL: readInterval,
  ARRAY: (reader) => readCollection(reader, 'ARRAY'),
  MULTISET: (reader) => readCollection(reader, 'MULTISET'),
  MAP: readMap,
  ROW: readRow,
  RAW: readRaw,
  NULL: () => ({ root: 'NULL', nullable: true }),
}

/** A type with what follows it: NOT NULL where it cannot be null. */
function readType(reader: Reader): LogicalType | undefined {
  const type = ROOTS[reader.word()]?.(reader)
  if (type === undefined) return undefined
  if (!reader.accept('NOT')) return type
  return reader.accept('NULL') ? withNullable(type, false) : undefined
}

function withNullable(type: LogicalType, nullable: boolean): LogicalType {
  return type.root === 'NULL' ? type : { ...type, nullable }
}

/** `(3)`, `(10, 2)`, or nothing. */
function parameters(reader: Reader): readonly number[] {
  const found: number[] = []
  if (!reader.acceptSign('(')) return found
  for (let value = reader.number(); value !== undefined; value = reader.acceptSign(',') ? reader.number() : undefined) found.push(value)
  reader.acceptSign(')')
  return found
}

function readTimestamp(reader: Reader): LogicalType | undefined {
  const precision = parameters(reader)[0] ?? 6
  if (reader.accept('WITH')) {
    const root = reader.accept('LOCAL') ? 'TIMESTAMP_WITH_LOCAL_TIME_ZONE' : 'TIMESTAMP_WITH_TIME_ZONE'
    return reader.accept('TIME') && reader.accept('ZONE') ? { root, nullable: true, precision } : undefined
  }
  skipTimeAttribute(reader)
  return { root: 'TIMESTAMP_WITHOUT_TIME_ZONE', nullable: true, precision }
}

/** `*ROWTIME*` and `*PROCTIME*`: they are no part of the type. */
function skipTimeAttribute(reader: Reader): void {
  if (!reader.acceptSign('*')) return
  reader.word()
  reader.acceptSign('*')
}

function readInterval(reader: Reader): LogicalType | undefined {
  const first = reader.word()
  const [precision = 2, ownFraction] = parameters(reader)
  const last = reader.accept('TO') ? reader.word() : ''
  const fractionalPrecision = (last === '' ? ownFraction : parameters(reader)[0]) ?? 6
  const resolution = last === '' ? first : `${first}_TO_${last}`
  if (first === 'YEAR' || first === 'MONTH') {
    return { root: 'INTERVAL_YEAR_MONTH', nullable: true, precision, resolution: resolution as YearMonthResolution }
  }
  if (!/^(?:DAY|HOUR|MINUTE|SECOND)/.test(resolution)) return undefined
  return { root: 'INTERVAL_DAY_TIME', nullable: true, precision, fractionalPrecision, resolution: resolution as DayTimeResolution }
}

function readCollection(reader: Reader, root: 'ARRAY' | 'MULTISET'): LogicalType | undefined {
  if (!reader.acceptSign('<')) return undefined
  const elementType = readType(reader)
  return elementType === undefined || !reader.acceptSign('>') ? undefined : { root, nullable: true, elementType }
}

function readMap(reader: Reader): LogicalType | undefined {
  if (!reader.acceptSign('<')) return undefined
  const keyType = readType(reader)
  const valueType = reader.acceptSign(',') ? readType(reader) : undefined
  if (keyType === undefined || valueType === undefined || !reader.acceptSign('>')) return undefined
  return { root: 'MAP', nullable: true, keyType, valueType }
}

function readRow(reader: Reader): LogicalType | undefined {
  if (!reader.acceptSign('<')) return undefined
  const fields: RowField[] = []
  do {
    const name = reader.name()
    const type = readType(reader)
    if (name === undefined || type === undefined) return undefined
    const description = reader.name()
    fields.push(description === undefined ? { name, type } : { name, type, description })
  } while (reader.acceptSign(','))
  return reader.acceptSign('>') ? { root: 'ROW', nullable: true, fields } : undefined
}

function readRaw(reader: Reader): LogicalType | undefined {
  if (!reader.acceptSign('(')) return undefined
  const className = reader.name()
  const serializer = reader.acceptSign(',') ? reader.name() : undefined
  // DESCRIBE shortens what the serializer wrote to an ellipsis.
  while (!reader.isAtEnd() && !reader.acceptSign(')')) reader.acceptSign('.')
  return className === undefined ? undefined : { root: 'RAW', nullable: true, className, serializer: serializer ?? '' }
}

function createReader(tokens: readonly Token[]): Reader {
  let at = 0
  const take = (fits: boolean): boolean => {
    if (fits) at++
    return fits
  }
  return {
    accept: (word) => take(keyword(tokens[at]) === word),
    acceptSign: (sign) => take(tokens[at]?.raw === sign),
    word: () => {
      const found = keyword(tokens[at])
      take(found !== '')
      return found
    },
    name: () => {
      const token = tokens[at]
      return token !== undefined && take(token.kind !== 'sign') ? plainText(token) : undefined
    },
    number: () => {
      const value = Number(tokens[at]?.raw ?? '')
      return take(tokens[at] !== undefined && Number.isInteger(value)) ? value : undefined
    },
    isAtEnd: () => at >= tokens.length,
  }
}
