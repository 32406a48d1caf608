import {
  ANONYMOUS,
  type ColumnVector,
  gatewayError,
  isNullAt,
  parseOperationHandle,
  parseSessionHandle,
  type ResultPage,
  ROW_KINDS,
  type SqlGatewayService,
  valueText,
} from '@sql-gateway/gateway-common'

/** How long a fetch waits for rows, in milliseconds. */
const WAIT_MS = 50

/** Does what a request asks for; gives what goes into the answer. */
export async function answer(service: SqlGatewayService, request: object, signal: AbortSignal): Promise<unknown> {
  const field = (name: string) => text(request, name)
  const session = () => parseSessionHandle(field('session'))
  const operation = () => parseOperationHandle(field('operation'))
  switch (field('call')) {
    case 'open':
      return service.openSession({
        principal: ANONYMOUS,
        endpointVersion: { protocol: 'json-lines', version: 1 },
        properties: new Map(Object.entries('properties' in request ? (request.properties as Record<string, string>) : {})),
      })
    case 'close':
      return service.closeSession(ANONYMOUS, session())
    case 'execute':
      return service.executeStatement(ANONYMOUS, session(), field('statement'))
    case 'status':
      return (await service.getOperationInfo(ANONYMOUS, session(), operation())).status
    case 'cancel':
      return service.cancelOperation(ANONYMOUS, session(), operation())
    case 'release':
      return service.closeOperation(ANONYMOUS, session(), operation())
    case 'fetch': {
      const position = { token: Number(field('token')) }
      const limits = { maxRows: Number(field('maxRows')), maxBytes: 2 ** 24, waitMs: WAIT_MS, signal }
      const result = await service.fetchResults(ANONYMOUS, session(), operation(), { position, ...limits })
      return result.resultType === 'NOT_READY' ? { columns: [], rows: [], next: position.token } : page(result)
    }
    default:
      throw gatewayError('REQUEST.NOT_FOUND', `There is no call '${field('call').slice(0, 40)}'.`)
  }
}

function page({ schema, batches, nextToken, resultType }: ResultPage) {
  const value = (vector: ColumnVector, c: number, row: number) => {
    const type = schema.columns[c]?.type
    return type === undefined || isNullAt(vector, row) ? null : valueText(type, vector, row)
  }
  return {
    columns: schema.columns.map((column) => column.name),
    rows: batches.flatMap((batch) =>
      Array.from({ length: batch.rowCount }, (_, row) => batch.columns.map((vector, c) => value(vector, c, row))),
    ),
    rowKinds: batches.flatMap(({ rowCount, rowKinds }) => Array.from({ length: rowCount }, (_, row) => ROW_KINDS[rowKinds?.[row] ?? 0])),
    ...(resultType === 'EOS' ? {} : { next: nextToken }),
  }
}

function text(request: object, name: string): string {
  const value: unknown = Reflect.get(request, name)
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  throw gatewayError('REQUEST.INVALID', `The field '${name}' is missing or no text.`)
}
