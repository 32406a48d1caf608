import { describe, expect, test } from '@jest/globals'
import { problemText, runCheck } from '#scripts/checks/check.js'
import { fileLengthCheck } from '#scripts/checks/file-length.js'
import { createTree } from './temporary-tree.js'

const lines = (count: number): string => 'x\n'.repeat(count)

describe('scripts/checks/file-length', () => {
  test('finds sources and scripts of more than 400 lines', () => {
    using tree = createTree({
      'src/long.ts': lines(401),
      'src/whole.ts': lines(400),
      'bin/long.sh': lines(402),
      'scripts/long.mjs': lines(403),
    })
    expect(runCheck(fileLengthCheck, tree.root)).toMatchObject({ examined: 4 })
    expect(runCheck(fileLengthCheck, tree.root).problems.map(problemText)).toEqual(
      ['bin/long.sh: has 402', 'scripts/long.mjs: has 403', 'src/long.ts: has 401'].map(
        (start) => `${start} lines, at most 400 are allowed: split it by subject`,
      ),
    )
  })

  test('lets tests and generated files be longer', () => {
    using tree = createTree({ 'src/x.ts': '', 'x/test/long.test.ts': lines(500), 'x/generated/long.js': lines(5000) })
    expect(runCheck(fileLengthCheck, tree.root)).toEqual({ examined: 1, problems: [] })
  })

  test('fails when there is no source', () => {
    using tree = createTree({ 'README.md': 'x' })
    expect(runCheck(fileLengthCheck, tree.root).problems).toHaveLength(1)
  })
})
