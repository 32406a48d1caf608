import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { NODE_PACKAGES, unsupportedReason } from '#scripts/bootstrap/platform.mjs'
import { PROJECT_ROOT } from '../temporary-tree.js'

const machine = { platform: 'linux', arch: 'x64', nodeVersion: '20.20.2', musl: false }

describe('scripts/bootstrap/platform', () => {
  test.each(['linux x64', 'linux arm64', 'darwin x64', 'darwin arm64'])('supports %s', (name) => {
    const [platform = '', arch = ''] = name.split(' ')
    expect(unsupportedReason({ ...machine, platform, arch })).toBeUndefined()
  })

  test.each([
    [{ platform: 'win32' }, /^Windows is not supported directly: run the gateway inside WSL 2\. Supported are /],
    [{ platform: 'freebsd' }, /^This platform is not supported: freebsd x64\. Supported are Linux x64 \(tested\)/],
    [{ arch: 'ppc64' }, /^This platform is not supported: linux ppc64\./],
    [{ musl: true }, /^Linux with musl \(Alpine\) is not supported/],
    [{ nodeVersion: '18.20.0' }, /^Node 18\.20\.0 is too old to start the build: install Node 20 or newer/],
  ])('refuses %j and says what would do', (difference, reason) => {
    expect(unsupportedReason({ ...machine, ...difference })).toMatch(reason)
  })

  test("names for each platform a package that the root's package.json brings", () => {
    const { optionalDependencies } = JSON.parse(readFileSync(path.join(PROJECT_ROOT, 'package.json'), 'utf8'))
    expect(Object.keys(optionalDependencies).sort()).toEqual(Object.values(NODE_PACKAGES).sort())
  })
})
