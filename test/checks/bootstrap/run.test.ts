import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { testPattern } from '#scripts/bootstrap/run.mjs'
import { PROJECT_ROOT } from '../temporary-tree.js'

const pattern = (argument: string): string => testPattern(PROJECT_ROOT, argument)
const at = (file: string): string => path.join(PROJECT_ROOT, file)

describe('scripts/bootstrap/run', () => {
  test('names what was built of a test, a folder of tests and a package', () => {
    expect(pattern(at('test/checks/layers.test.ts'))).toBe('test/dist/checks/layers.test.js$')
    expect(pattern(at('test/checks'))).toBe('test/dist/checks/')
    expect(pattern(at('gateway-common'))).toBe('gateway-common/dist/')
  })

  test('leaves flags, words, folders without tests and built files as they are', () => {
    for (const argument of ['--randomize', '-t', 'returns the same rows', at('docs'), at('test/dist/checks')]) {
      expect(pattern(argument)).toBe(argument)
    }
  })
})
