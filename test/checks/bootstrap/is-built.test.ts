import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, utimesSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { createTree, PROJECT_ROOT, type TemporaryTree } from '../temporary-tree.js'

const SCRIPT = 'scripts/is-built.sh'
const BEFORE = new Date('2026-01-01T10:00:00Z')
const BUILT = new Date('2026-01-01T11:00:00Z')
const AFTER = new Date('2026-01-01T12:00:00Z')

describe('scripts/is-built', () => {
  let tree: TemporaryTree
  const age = (time: Date, ...files: readonly string[]): void => {
    for (const file of files) utimesSync(path.join(tree.root, file), time, time)
  }
  const isBuilt = (): boolean => spawnSync('sh', [path.join(tree.root, SCRIPT)]).status === 0

  beforeEach(() => {
    tree = createTree({
      'package-lock.json': '{}',
      'node_modules/.bin/node': '',
      'node_modules/.sql-gateway-installed': '',
      'dist/.built': '',
      'gateway-common/src/index.ts': '',
      'gateway-common/dist/src/index.js': '',
      'endpoints/x/generated/x.js': '',
      'docs/page.md': '',
      'var/data.json': '',
      [SCRIPT]: '',
    })
    copyFileSync(path.join(PROJECT_ROOT, SCRIPT), path.join(tree.root, SCRIPT))
    chmodSync(path.join(tree.root, 'node_modules/.bin/node'), 0o755)
    age(BEFORE, 'package-lock.json', 'gateway-common/src/index.ts', 'endpoints/x/generated/x.js', SCRIPT)
    age(BEFORE, 'gateway-common/src', 'gateway-common', 'endpoints/x/generated', 'endpoints/x', 'endpoints', 'scripts')
    age(BUILT, 'node_modules/.sql-gateway-installed', 'dist/.built')
  })
  afterEach(() => tree[Symbol.dispose]())

  test('holds when nothing is newer than the stamps', () => {
    expect(isBuilt()).toBe(true)
  })

  test('does not look at what was built, at documents and at data', () => {
    age(AFTER, 'gateway-common/dist/src/index.js', 'docs/page.md', 'var/data.json')
    expect(isBuilt()).toBe(true)
  })

  test.each(['package-lock.json', 'gateway-common/src/index.ts', 'endpoints/x/generated/x.js'])('fails when %s is newer', (file) => {
    age(AFTER, file)
    expect(isBuilt()).toBe(false)
  })

  test('fails when a source was deleted', () => {
    tree.remove('gateway-common/src/index.ts')
    expect(isBuilt()).toBe(false)
  })

  test('fails when a source was added', () => {
    mkdirSync(path.join(tree.root, 'engines'))
    expect(isBuilt()).toBe(false)
  })

  test.each(['node_modules', 'node_modules/.bin/node', 'node_modules/.sql-gateway-installed', 'dist'])('fails without %s', (file) => {
    tree.remove(file)
    expect(isBuilt()).toBe(false)
  })
})
