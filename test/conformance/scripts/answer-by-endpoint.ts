import { type LogicalType, type SqlGatewayService, typeText } from '@sql-gateway/gateway-common'
import type { EndpointClient, EndpointSubject, WirePage } from '@sql-gateway/gateway-common/testkit'
import type { ServiceAnswer } from './answer-by-service.js'
import { type AnswerStatement, errorLine, rowLine } from './sql-script.js'

/** An endpoint that answers the statements of a script. */
export interface ScriptEndpoint extends AsyncDisposable {
  /**
   * @param reference - what the service answers: its types tell how to read the protocol's way to write values, and its error
   *   is what the protocol has to hold, whatever else it says
   */
  answer(statement: string, reference: ServiceAnswer): ReturnType<AnswerStatement>
}

/** Starts an endpoint over a service and connects a client, with a session for the script. */
export async function startScriptEndpoint<S, O>(subject: EndpointSubject<S, O>, service: SqlGatewayService): Promise<ScriptEndpoint> {
  const endpoint = subject.createEndpoint(service, 0)
  const [address] = await endpoint.start()
  if (address === undefined) throw new TypeError('The endpoint gave no address.')
  const client = await subject.connect(address)
  const session = await client.openSession({})
  return {
    answer: async (statement, { lines, schema, errorText }) => {
      try {
        const { columns, rows } = await resultOf(client, session, statement)
        const values = rows.map((row) => row.map((value, i) => canonicalText(value, schema?.columns[i]?.type)))
        return [rowLine(columns), ...values.map(rowLine)]
      } catch (thrown) {
        const error = subject.errorOf(thrown)
        if (error === undefined) throw thrown
        return errorText !== undefined && error.text.includes(errorText) ? lines : [errorLine(error.text)]
      }
    },
    [Symbol.asyncDispose]: async () => {
      await client.disconnect()
      await endpoint.stop(0)
    },
  }
}

async function resultOf<S, O>(client: EndpointClient<S, O>, session: S, statement: string): Promise<Pick<WirePage, 'columns' | 'rows'>> {
  const operation = await client.execute(session, statement)
  const pages: WirePage[] = []
  let from: unknown
  do {
    const page = await client.fetchPage(session, operation, 1000, from)
    pages.push(page)
    from = page.next
  } while (from !== undefined)
  await client.closeOperation(session, operation)
  return { columns: pages.find(({ columns }) => columns.length > 0)?.columns ?? [], rows: pages.flatMap(({ rows }) => rows) }
}

/** A value as the service's own text has it, from the way in which a protocol writes values of its type. */
function canonicalText(value: string | null, type: LogicalType | undefined): string | null {
  if (value === null || type === undefined) return value
  switch (type.root) {
    case 'BOOLEAN':
      return value.toLowerCase()
    case 'FLOAT':
    case 'DOUBLE':
      return String(Number(value))
    case 'TIME_WITHOUT_TIME_ZONE':
    case 'TIMESTAMP_WITHOUT_TIME_ZONE':
      return withFraction(value.replace('T', ' '), type.precision)
    case 'BINARY':
    case 'VARBINARY':
      return /^(x'.*')$/.test(value) ? value : `x'${value}'`
    case 'ARRAY':
    case 'MAP':
    case 'MULTISET':
    case 'ROW':
    case 'RAW':
      throw new TypeError(`Scripts do not compare values of ${typeText(type)}: each protocol writes them in its own way.`)
    default:
      return value
  }
}

/** Protocols differ in how many zeros they write at the end. */
function withFraction(text: string, digits: number): string {
  const [whole = '', fraction = ''] = text.split('.')
  return digits === 0 ? whole : `${whole}.${fraction.padEnd(digits, '0').slice(0, digits)}`
}
