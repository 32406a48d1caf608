import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { readArchitecture } from '#scripts/layers/architecture.js'
import { PROJECT_ROOT } from './temporary-tree.js'

const ROW = /^\| ([\w -]+) \| ([\w ,-]+) \|/

describe('CONTRIBUTING.md', () => {
  test('shows the layer table as it is enforced', () => {
    const page = readFileSync(path.join(PROJECT_ROOT, 'CONTRIBUTING.md'), 'utf8')
    const section = page.slice(page.indexOf('### Who may import whom'), page.indexOf('## Rules of the code'))
    const rows = section
      .split('\n')
      .map((line) => ROW.exec(line))
      .filter((row) => row !== null && row[1] !== 'Layer')
      .map((row) => [row?.[1], row?.[2] === 'nothing' ? [] : row?.[2]?.split(', ')])
    const table = readArchitecture(PROJECT_ROOT).map(({ name, mayImport }) => [name, mayImport])
    expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(table))
  })

  test('names only scripts that exist', () => {
    const page = readFileSync(path.join(PROJECT_ROOT, 'CONTRIBUTING.md'), 'utf8')
    const { scripts } = JSON.parse(readFileSync(path.join(PROJECT_ROOT, 'package.json'), 'utf8'))
    const named = [...page.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name)
    expect(named.length).toBeGreaterThan(5)
    expect(named.filter((name) => name !== undefined && !(name in scripts))).toEqual([])
  })
})
