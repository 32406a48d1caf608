import { typeText } from '../../../src/type/type-text.js'
import { expectEqual, expectThat } from '../../conformance/expectations.js'
import type { EngineCase } from '../engine-case.js'
import type { TypeExpectation } from '../engine-subject.js'

/** One case for each type that the subject names. */
export function typeCases(expectations: readonly TypeExpectation[]): readonly EngineCase[] {
  return [
    {
      id: 'types/some',
      fact: 'the subject says how the types of the engine look',
      check: async () => expectThat(expectations.length > 0, 'The subject names no types.'),
    },
    ...expectations.map(
      ({ name, sql, type, values }): EngineCase => ({
        id: `types/${name}`,
        fact: `values of ${typeText(type)} keep their type and look`,
        check: async (probe) => {
          const { schema, rows } = await (await probe.open()).query(sql)
          const column = schema.columns[0]
          expectThat(column !== undefined, `There is no column: ${sql}`)
          expectEqual(column.type, type, `Type of the first column of ${sql}`)
          expectEqual(
            rows.map(([value]) => value),
            [...values],
            `Values of ${sql}`,
          )
        },
      }),
    ),
  ]
}
