import { type LogicalType, type RowField, STRING_TYPE, UNBOUNDED_LENGTH } from '@sql-gateway/gateway-common'
import { scanTokens, unquote } from '../statement/lexer.js'

function nullable<R extends 'BOOLEAN' | 'TINYINT' | 'SMALLINT' | 'INTEGER' | 'BIGINT' | 'FLOAT' | 'DOUBLE' | 'DATE'>(root: R): LogicalType {
  return { root, nullable: true } as LogicalType
}

const decimal = (precision: number, scale: number): LogicalType => ({ root: 'DECIMAL', nullable: true, precision, scale })
const time = (precision: number): LogicalType => ({ root: 'TIME_WITHOUT_TIME_ZONE', nullable: true, precision })
const timestamp = (precision: number): LogicalType => ({ root: 'TIMESTAMP_WITHOUT_TIME_ZONE', nullable: true, precision })

/** Types without parameters by the names that DuckDB prints, as in the table of readers. All others are text. */
const BY_NAME: Readonly<Record<string, LogicalType>> = {
  BOOLEAN: nullable('BOOLEAN'),
  TINYINT: nullable('TINYINT'),
  SMALLINT: nullable('SMALLINT'),
  INTEGER: nullable('INTEGER'),
  BIGINT: nullable('BIGINT'),
  HUGEINT: decimal(38, 0),
  UTINYINT: nullable('SMALLINT'),
  USMALLINT: nullable('INTEGER'),
  UINTEGER: nullable('BIGINT'),
  UBIGINT: decimal(20, 0),
  UHUGEINT: decimal(38, 0),
  FLOAT: nullable('FLOAT'),
  DOUBLE: nullable('DOUBLE'),
  BLOB: { root: 'VARBINARY', nullable: true, length: UNBOUNDED_LENGTH },
  DATE: nullable('DATE'),
  TIME: time(6),
  TIME_NS: time(9),
  TIMESTAMP_S: timestamp(0),
  TIMESTAMP_MS: timestamp(3),
  TIMESTAMP: timestamp(6),
  TIMESTAMP_NS: timestamp(9),
  'TIMESTAMP WITH TIME ZONE': { root: 'TIMESTAMP_WITH_LOCAL_TIME_ZONE', nullable: true, precision: 6 },
  NULL: { root: 'NULL', nullable: true },
}

interface Piece {
  readonly raw: string
  readonly isWord: boolean
}

/** Reads the tokens of one type. */
function createTypeParser(pieces: readonly Piece[]) {
  let at = 0

  const accept = (raw: string) => {
    if (pieces[at]?.raw !== raw) return false
    at++
    return true
  }

  const skipArguments = () => {
    for (let depth = 0; at < pieces.length; ) {
      const { raw } = pieces[at++] as Piece
      if (raw === '(') depth++
      if (raw === ')' && --depth === 0) return
    }
  }

  function fields(): readonly RowField[] {
    const list: RowField[] = []
    if (!accept('(')) return list
    do {
      const name = unquote(pieces[at++]?.raw ?? '')
      list.push({ name, type: type() })
    } while (accept(','))
    accept(')')
    return list
  }

  function numbers(): readonly number[] {
    const list: number[] = []
    if (!accept('(')) return list
    do list.push(Number(pieces[at++]?.raw))
    while (accept(','))
    accept(')')
    return list
  }

  function map(): LogicalType {
    accept('(')
    const keyType = type()
    accept(',')
    const valueType = type()
    accept(')')
    return { root: 'MAP', nullable: true, keyType, valueType }
  }

  function named(): LogicalType {
    const words: string[] = []
    while (pieces[at]?.isWord) words.push(unquote((pieces[at++] as Piece).raw).toUpperCase())
    const name = words.join(' ')
    if (name === 'DECIMAL') {
      const [precision = 18, scale = 3] = numbers()
      return decimal(precision, scale)
    }
    if (name === 'STRUCT') return { root: 'ROW', nullable: true, fields: fields() }
    if (name === 'MAP') return map()
    if (pieces[at]?.raw === '(') skipArguments()
    return BY_NAME[name] ?? STRING_TYPE
  }

  function type(): LogicalType {
    let result = named()
    while (accept('[')) {
      if (pieces[at]?.raw !== ']') at++
      accept(']')
      result = { root: 'ARRAY', nullable: true, elementType: result }
    }
    return result
  }

  return type
}

/** Turns a type as DuckDB prints it in its catalog into one of the gateway's; what it does not know is text. */
export function parseTypeText(text: string): LogicalType {
  const pieces: Piece[] = []
  scanTokens(text, (kind, start, end) => {
    pieces.push({ raw: text.slice(start, end), isWord: kind === 'word' || kind === 'name' })
  })
  return createTypeParser(pieces)()
}
