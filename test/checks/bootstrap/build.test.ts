import { existsSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { removeOrphans } from '#scripts/bootstrap/build.mjs'
import { createTree } from '../temporary-tree.js'

describe('scripts/bootstrap/build', () => {
  test('deletes what was built of sources that are gone, and nothing else', () => {
    using tree = createTree({
      'src/here.ts': '',
      'src/plain.js': '',
      'scripts/tool.mjs': '',
      'dist/src/here.js': '',
      'dist/src/here.js.map': '',
      'dist/src/here.d.ts': '',
      'dist/src/plain.js': '',
      'dist/scripts/tool.mjs': '',
      'dist/scripts/tool.d.mts': '',
      'dist/src/gone.js': '',
      'dist/src/gone.js.map': '',
      'dist/src/gone.d.ts': '',
      'dist/src/gone.d.ts.map': '',
      'dist/test/deep/gone.test.js': '',
      'dist/tsconfig.tsbuildinfo': '',
      'dist/src/data.json': '',
    })
    const there = (file: string): boolean => existsSync(path.join(tree.root, file))
    expect(removeOrphans(tree.root)).toBe(5)
    expect(
      ['src/here.js', 'src/here.js.map', 'src/here.d.ts', 'src/plain.js', 'scripts/tool.mjs', 'scripts/tool.d.mts'].map((file) =>
        there(`dist/${file}`),
      ),
    ).toEqual(Array(6).fill(true))
    expect(['dist/tsconfig.tsbuildinfo', 'dist/src/data.json'].map(there)).toEqual([true, true])
    expect(['dist/src/gone.js', 'dist/src/gone.d.ts.map', 'dist/test'].map(there)).toEqual([false, false, false])
  })

  test('does nothing where nothing was built', () => {
    using tree = createTree({ 'src/here.ts': '' })
    expect(removeOrphans(tree.root)).toBe(0)
  })
})
