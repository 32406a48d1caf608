import type { Socket } from 'node:net'
import {
  type ColumnVector,
  type GatewayError,
  gatewayError,
  isNullAt,
  type LogicalType,
  type ResultSchema,
  ROW_KINDS,
  type RowBatch,
  valueText,
} from '@sql-gateway/gateway-common'

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

/** The statements that a connection sends, one a line. A line above the limit is cut to one character more than that. */
export async function* statementLines(socket: Socket, maxLength: number): AsyncGenerator<string> {
  let rest = ''
  for await (const chunk of socket.iterator({ destroyOnReturn: false }) as AsyncIterable<string>) {
    const lines = `${rest}${chunk}`.split('\n')
    rest = (lines.pop() ?? '').slice(0, maxLength + 1)
    for (const line of lines) if (line.trim() !== '') yield checked(line)
  }
  if (rest.trim() !== '') yield checked(rest)
}

/** Any web page can send a request to a local port; its first line gives it away. */
function checked(line: string): string {
  if (/ HTTP\/\d\.\d\s*$/.test(line)) throw gatewayError('REQUEST.FORBIDDEN', 'This port speaks SQL, one statement a line, and not HTTP.')
  return line
}

/** The names of the columns. */
export function headerLine(schema: ResultSchema): string {
  return `${schema.columns.map(({ name }) => escaped(name)).join('\t')}\n`
}

/** A line for each row; one that a changelog takes back begins with `\-`. */
export function batchLines(schema: ResultSchema, batch: RowBatch): string {
  let text = ''
  for (let row = 0; row < batch.rowCount; row++) {
    const kind = ROW_KINDS[batch.rowKinds?.[row] ?? 0]
    if (kind === 'UPDATE_BEFORE' || kind === 'DELETE') text += '\\-\t'
    text += `${schema.columns.map(({ type }, c) => field(type, batch.columns[c] as ColumnVector, row)).join('\t')}\n`
  }
  return text
}

function field(type: LogicalType, vector: ColumnVector, row: number): string {
  return isNullAt(vector, row) ? '\\N' : escaped(valueText(type, vector, row))
}

/** What went wrong, by code and text. */
export function errorLine(error: GatewayError): string {
  return `\\! ${error.code} ${escaped(error.publicMessage)}\n`
}

function escaped(text: string): string {
  return text.replaceAll(/[\\\t\n\r]/g, (character) => ESCAPES[character] ?? character)
}
