import { errorSpec } from '../../../src/error/gateway-error.js'
import { expectEqual, expectGatewayError, expectThat } from '../../conformance/expectations.js'
import type { EngineCase } from '../engine-case.js'
import type { ErrorExpectation } from '../engine-subject.js'

/** How statements fail: the general rules, and one case for each statement that the subject names. */
export function errorCases(expectations: readonly ErrorExpectation[]): readonly EngineCase[] {
  return [
    {
      id: 'errors/some',
      fact: 'the subject names a statement that does not parse and one that names what does not exist',
      check: async () => {
        const codes = expectations.map(({ code }) => code)
        for (const code of ['STATEMENT.SYNTAX', 'STATEMENT.NOT_FOUND'] as const) {
          expectThat(codes.includes(code), `None of the subject's errors has the code ${code}.`)
        }
      },
    },
    {
      id: 'errors/no-statement',
      fact: 'a text without a statement is refused',
      check: async (probe) => {
        const session = await probe.open()
        for (const text of ['', '  \n', ';']) {
          await expectGatewayError(session.raw.execute(text, quiet()), ['STATEMENT.EMPTY'], `Executing ${JSON.stringify(text)}`)
        }
      },
    },
    {
      id: 'errors/two-statements',
      fact: 'a text with two statements is refused and neither is executed',
      uses: ['tables'],
      check: async (probe) => {
        const session = await probe.open()
        const tables = probe.part('tables')
        const [one, other] = [probe.newName('one'), probe.newName('other')]
        const text = `${tables.create(one)}; ${tables.create(other)}`
        await expectGatewayError(session.raw.execute(text, quiet()), ['STATEMENT.MULTIPLE'], `Executing ${text}`)
        for (const name of [one, other])
          await expectGatewayError(session.query(tables.count(name)), ['STATEMENT.NOT_FOUND'], `Looking for ${name}`)
      },
    },
    {
      id: 'errors/session-goes-on',
      fact: 'a session goes on after statements that failed',
      check: async (probe) => {
        const session = await probe.open()
        for (const { sql } of expectations) await session.query(sql).catch(() => undefined)
        expectEqual((await session.query(probe.dialect.rows(2))).rows.length, 2, 'Rows of the next statement in the session')
      },
    },
    ...expectations.map(
      ({ name, sql, code, position }): EngineCase => ({
        id: `errors/${name}`,
        fact: `it fails with ${code}${position === undefined ? '' : ` at line ${position.line}, column ${position.column}`}`,
        check: async (probe) => {
          const error = await expectGatewayError((await probe.open()).query(sql), [code], sql)
          expectThat(/^[0-9A-Z]{5}$/.test(errorSpec(error).sqlState), `The SQLSTATE of ${code} is '${errorSpec(error).sqlState}'.`)
          if (position !== undefined) expectEqual(error.details.position, position, `Position of the error of ${sql}`)
        },
      }),
    ),
  ]
}

function quiet() {
  return {
    signal: new AbortController().signal,
    properties: new Map<string, string>(),
    log: () => undefined,
    reportProgress: () => undefined,
  }
}
