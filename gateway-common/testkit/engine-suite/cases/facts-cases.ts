import type { StatementFacts } from '../../../src/engine/engine.js'
import { expectEqual, expectThat } from '../../conformance/expectations.js'
import type { EngineCase } from '../engine-case.js'
import type { FactsExpectation } from '../engine-subject.js'

/** Texts that no engine can be expected to understand. */
const ODD_TEXTS: readonly string[] = [
  '',
  '   \n\t',
  "'",
  '"',
  '`',
  '--',
  '/*',
  '/* /* */',
  '\u0000',
  '\ud800',
  '\u{1f600}',
  '((((((',
  'SELECT',
  "SELECT 'a",
  '$$',
  ';;;;',
  '?',
  'x'.repeat(100_000),
  '('.repeat(50_000),
]

/** What an engine tells of a statement from its text. */
export function factsCases(expectations: readonly FactsExpectation[]): readonly EngineCase[] {
  return [
    {
      id: 'facts/never-throws',
      fact: 'analyze answers for any text',
      check: async ({ engine }) => {
        for (const text of ODD_TEXTS) {
          const facts = engine.analyze(text)
          expectThat(
            Number.isInteger(facts.statementCount) && facts.statementCount >= 0,
            `statementCount is ${facts.statementCount}: ${text.slice(0, 40)}`,
          )
          expectThat(/^[A-Z][A-Z_ ]*$/.test(facts.kind), `kind is '${facts.kind}', not words in upper case: ${text.slice(0, 40)}`)
        }
      },
    },
    {
      id: 'facts/count',
      fact: 'analyze counts the statements of a text, without empty ones',
      check: async ({ engine, dialect }) => {
        const one = dialect.rows(1)
        const count = (text: string) => engine.analyze(text).statementCount
        expectEqual([count(''), count(' ; \n ;')], [0, 0], 'Statements in texts that hold none')
        expectEqual([count(one), count(`${one};`), count(`;${one} ; ;`)], [1, 1, 1], 'Statements in texts that hold one')
        expectEqual([count(`${one};${one}`), count(`${one};\n${one};`)], [2, 2], 'Statements in texts that hold two')
      },
    },
    {
      id: 'facts/query',
      fact: 'a query is known as one, has a result set and cannot configure a session',
      check: async ({ engine, dialect }) => {
        const { isQuery, hasResultSet, isConfigurable } = engine.analyze(dialect.rows(1))
        expectEqual(
          { isQuery, hasResultSet, isConfigurable },
          { isQuery: true, hasResultSet: true, isConfigurable: false },
          dialect.rows(1),
        )
      },
    },
    {
      id: 'facts/statements',
      fact: 'analyze tells what the subject expects of each statement',
      check: async ({ engine }) => {
        for (const { sql, facts } of expectations) {
          const actual: Partial<StatementFacts> = engine.analyze(sql)
          const keys = Object.keys(facts) as (keyof StatementFacts)[]
          expectEqual(Object.fromEntries(keys.map((key) => [key, actual[key]])), { ...facts }, `analyze of ${sql}`)
        }
      },
    },
  ]
}
