import { describe, expect, test } from '@jest/globals'
import { problemText, runCheck } from '#scripts/checks/check.js'
import { docstringsCheck } from '#scripts/checks/docstrings.js'
import { createTree } from './temporary-tree.js'

describe('scripts/checks/docstrings', () => {
  test('finds exported names of every kind that have no docstring', () => {
    const declarations = [
      'export const a = 1',
      'export function b() {}',
      'export async function c() {}',
      'export class D {}',
      'export abstract class E {}',
      'export interface F {}',
      'export type G = 1',
      'export default function () {}',
    ]
    using tree = createTree({ 'endpoints/x/src/planted.ts': ['/** Of the file. */', '', 'const own = 1', ...declarations].join('\n') })
    const names = ['a', 'b', 'c', 'D', 'E', 'F', 'G', 'default']
    expect(runCheck(docstringsCheck, tree.root).problems.map(problemText)).toEqual(
      names.map((name, index) => `endpoints/x/src/planted.ts:${index + 4}: ${name} is exported without a docstring`),
    )
  })

  test('takes no other comment for a docstring', () => {
    using tree = createTree({
      'endpoints/x/src/planted.ts': '// a\nexport const a = 1\n/* b */\nexport const b = 1\n/** c */\nexport const c = 1',
    })
    expect(runCheck(docstringsCheck, tree.root).problems.map(({ message }) => message)).toEqual([
      'a is exported without a docstring',
      'b is exported without a docstring',
    ])
  })

  test('wants one docstring for the signatures of an overloaded function, and none for a re-export', () => {
    const source = `/** f */\nexport function f(x: 1): 1\nexport function f(x: unknown) { return x }\nexport * from './y.js'\nexport { z } from './z.js'`
    using tree = createTree({ 'gateway-common/testkit/x.ts': source })
    expect(runCheck(docstringsCheck, tree.root)).toEqual({ examined: 1, problems: [] })
  })

  test('fails when nothing is exported', () => {
    using tree = createTree({ 'gateway-common/src/x.ts': 'const x = 1' })
    expect(runCheck(docstringsCheck, tree.root).problems).toHaveLength(1)
  })
})
