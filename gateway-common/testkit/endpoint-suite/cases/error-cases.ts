import { ERROR_CODES, type ErrorCode } from '../../../src/error/error-codes.js'
import { gatewayError } from '../../../src/error/gateway-error.js'
import { ConformanceError, expectEqual, expectRejection, expectThat } from '../../conformance/expectations.js'
import type { EndpointCase } from '../endpoint-case.js'
import type { WireError } from '../endpoint-subject.js'

const CODES = Object.keys(ERROR_CODES) as readonly ErrorCode[]

/** Errors: those of statements and those of calls, each code of the table. */
export function errorCases<S, O>(): readonly EndpointCase<S, O>[] {
  return [
    ...CODES.map((code): EndpointCase<S, O> => {
      const text = `This failed by order with ${code}.`
      return {
        id: `errors/${code.toLowerCase().replaceAll(/[._]/g, '-')}`,
        fact: `${code} reaches the client, from a statement and from a call`,
        check: async (probe) => {
          const prescribed = probe.subject.prescribedTexts?.[code]
          const client = await probe.connect()
          const session = await client.openSession({})
          const ofStatement = await probe.expectError(
            probe.run(client, session, `FAIL ${code} ${text}`),
            `A statement that fails with ${code}`,
          )
          expectFits(ofStatement, code, prescribed ?? text)
          probe.observed.failWith(gatewayError(code, text))
          const openAndRun = async () => probe.run(client, await client.openSession({}), 'OK')
          const ofCall = await probe.expectError(openAndRun(), `Opening a session, which fails with ${code}`)
          probe.observed.failWith(undefined)
          expectFits(ofCall, code, prescribed ?? text)
          await probe.expectAlive()
        },
      }
    }),
    {
      id: 'errors/secrets',
      fact: 'an unexpected failure shows neither its text nor a stack',
      check: async (probe) => {
        const client = await probe.connect()
        const error = await probe.expectError(probe.run(client, await client.openSession({}), 'THROW'), 'THROW')
        for (const secret of ['hunter2', '/opt/scripted']) {
          expectThat(!error.text.includes(secret), `The client is shown '${secret}', which only the log may hold: ${error.text}`)
        }
        await probe.expectAlive()
      },
    },
    {
      id: 'errors/odd-text',
      fact: 'the text of an error arrives whole, whatever it holds',
      check: async (probe) => {
        const client = await probe.connect()
        const text = 'größer & <b> "quoted" \\ 東京 😀 %s $x {0}'
        const error = await probe.expectError(probe.run(client, await client.openSession({}), `FAIL STATEMENT.INVALID ${text}`), 'FAIL')
        expectThat(error.text.includes(text), `The client is shown '${error.text}' in place of '${text}'.`)
      },
    },
    {
      id: 'errors/late',
      fact: 'a result that fails on the way never looks complete',
      needs: 'LATE_ERRORS',
      check: async (probe) => {
        const client = await probe.connect()
        const session = await client.openSession({})
        const statement = 'SELECT 5000 ROWS FAIL AT 2500'
        const error = await probe.expectError(probe.run(client, session, statement), statement)
        expectThat(error.text.includes('after 2500 rows'), `The client is shown '${error.text}' in place of the engine's text.`)
        expectEqual((await probe.run(client, session, 'SELECT 1 ROWS')).rows.length, 1, 'Rows of the next statement')
      },
      without: async (probe) => {
        const client = await probe.connect()
        const statement = 'SELECT 5000 ROWS FAIL AT 2500'
        await expectRejection(probe.run(client, await client.openSession({}), statement), statement)
        await probe.expectAlive()
      },
    },
  ]
}

function expectFits({ text, sqlState, vendorCode }: WireError, code: ErrorCode, expected: string | RegExp): void {
  const spec = ERROR_CODES[code]
  const fits = typeof expected === 'string' ? text.includes(expected) : expected.test(text)
  if (!fits) throw new ConformanceError(`${code}: the client is shown '${text}' in place of '${expected}'.`)
  if (sqlState !== undefined) expectEqual(sqlState, spec.sqlState, `SQLSTATE of ${code}`)
  if (vendorCode !== undefined) expectEqual(vendorCode, spec.vendorCode, `Vendor code of ${code}`)
}
