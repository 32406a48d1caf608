import { describe, expect, test } from '@jest/globals'
import { runCheck } from '#scripts/checks/check.js'
import { lockFileCheck } from '#scripts/checks/lock-file.js'
import { createTree } from './temporary-tree.js'

const messages = (packages: Readonly<Record<string, unknown>>): readonly string[] => {
  using tree = createTree({ 'package-lock.json': JSON.stringify({ packages }) })
  return runCheck(lockFileCheck, tree.root).problems.map(({ message }) => message)
}

const koa = { version: '3.2.1', integrity: 'sha512-x' }

describe('scripts/checks/lock-file', () => {
  test('finds a download address', () => {
    expect(messages({ 'node_modules/koa': { ...koa, resolved: 'https://example.org/koa.tgz' } })).toEqual([
      'node_modules/koa has a download address: set omit-lockfile-registry-resolved=true and run npm install',
    ])
  })

  test('finds a package without its hash', () => {
    expect(messages({ 'node_modules/koa': { version: '3.2.1' } })).toEqual([
      'node_modules/koa has no integrity hash: run npm install again',
    ])
  })

  test("finds that a platform's package is missing", () => {
    const native = { ...koa, optionalDependencies: { 'native-a': '1.0.0', 'native-b': '1.0.0', 'native-c': '1.0.0' } }
    expect(
      messages({ 'node_modules/native': native, 'node_modules/native-a': koa, 'node_modules/native/node_modules/native-b': koa }),
    ).toEqual(['native-c, which node_modules/native names as optional, is missing: pin a version that has it'])
  })

  test('lets workspaces be links', () => {
    expect(
      messages({ '': {}, 'endpoints/rest': {}, 'node_modules/rest': { link: true, resolved: 'endpoints/rest' }, 'node_modules/koa': koa }),
    ).toEqual([])
  })

  test('fails when no package is locked', () => {
    expect(messages({ '': {} })).toEqual(['the check lock-file found no locked packages to examine'])
  })
})
