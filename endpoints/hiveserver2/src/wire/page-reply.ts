import type { LogicalType, RowBatch } from '@sql-gateway/gateway-common'
import { Thrift } from 'thrift'
import type { TStatus } from '#generated/TCLIService_types.js'
import { VERSION, type WireVersion } from '../mapping/protocol-version.js'
import { wireTypeOf } from '../mapping/wire-types.js'
import type { TextContext } from '../text/scalar-text.js'
import { encodeColumns } from './column-encoder.js'
import { toInt64 } from './int64.js'
import type { MessageTransport } from './message-transport.js'
import type { ReplyProtocol } from './reply-protocol.js'
import { encodeRows } from './row-encoder.js'
import { writeStruct } from './struct.js'

const { MessageType, Type } = Thrift

/** Rows as FetchResults gives them. */
export interface RowPage {
  readonly startRow: number
  readonly hasMoreRows: boolean
  readonly columnTypes: readonly LogicalType[]
  readonly batches: readonly RowBatch[]
  readonly version: WireVersion
  readonly text: TextContext
}

/** What FetchResults answers: rows, or why there are none. */
export type FetchReply = { readonly status: TStatus; readonly page?: RowPage }

/**
 * Writes the reply of FetchResults. Everything but the values goes through Thrift's protocol; from version 6 on the
 * columns are written straight from the batches and put in between.
 */
export function writeFetchReply(protocol: ReplyProtocol, transport: MessageTransport, seqId: number, { status, page }: FetchReply): void {
  // First what may fail: nothing of a reply has been written then.
  const rows = page === undefined ? undefined : page.version < VERSION.V6 ? rowsOf(page) : columnsOf(page)
  protocol.writeMessageBegin('FetchResults', MessageType.REPLY, seqId)
  protocol.writeFieldBegin('success', Type.STRUCT, 0)
  protocol.writeFieldBegin('status', Type.STRUCT, 1)
  writeStruct(protocol, status)
  if (page !== undefined) {
    protocol.writeFieldBegin('hasMoreRows', Type.BOOL, 2)
    protocol.writeBool(page.hasMoreRows)
    protocol.writeFieldBegin('results', Type.STRUCT, 3)
    protocol.writeFieldBegin('startRowOffset', Type.I64, 1)
    protocol.writeI64(toInt64(page.startRow))
    rows?.(protocol, transport)
    protocol.writeFieldStop()
  }
  protocol.writeFieldStop()
  protocol.writeFieldStop()
  protocol.writeMessageEnd()
  protocol.flush()
}

type WriteRows = (protocol: ReplyProtocol, transport: MessageTransport) => void

/** The list of rows stays empty, and every column is there even where there is no row: clients look into both. */
function columnsOf({ columnTypes, batches, version, text }: RowPage): WriteRows {
  const rowCount = batches.reduce((sum, batch) => sum + batch.rowCount, 0)
  const columns = columnTypes.map((type, c) => {
    const vectors = batches.flatMap((batch) => batch.columns[c] ?? [])
    return { type, form: wireTypeOf(type, version).form, vectors }
  })
  const encoded = encodeColumns(columns, rowCount, text)
  return (protocol, transport) => {
    protocol.writeFieldBegin('rows', Type.LIST, 2)
    protocol.writeListBegin(Type.STRUCT, 0)
    protocol.writeFieldBegin('columns', Type.LIST, 3)
    protocol.writeListBegin(Type.STRUCT, columns.length)
    transport.append(encoded.bytes, encoded.release)
  }
}

function rowsOf({ columnTypes, batches, version, text }: RowPage): WriteRows {
  const columns = columnTypes.map((type) => ({ type, form: wireTypeOf(type, version).form }))
  const rows = batches.flatMap((batch) => encodeRows(columns, batch, text))
  return (protocol) => {
    protocol.writeFieldBegin('rows', Type.LIST, 2)
    protocol.writeListBegin(Type.STRUCT, rows.length)
    for (const row of rows) writeStruct(protocol, row)
  }
}
