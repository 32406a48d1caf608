import { execFile } from 'node:child_process'
import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { LAUNCHER, type Ran } from './temporary-home.js'

let root: string

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'sql-gateway-launcher-'))
  await mkdir(path.join(root, 'bin'))
  for (const name of ['sql-gateway.sh', 'node.sh']) await cp(path.join(path.dirname(LAUNCHER), name), path.join(root, 'bin', name))
})

afterEach(async () => await rm(root, { recursive: true }))

async function script(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(path.join(root, file)), { recursive: true })
  await writeFile(path.join(root, file), `#!/bin/sh\n${text}\n`)
  await chmod(path.join(root, file), 0o755)
}

/** A program in the place of Node that says its version, or else with what it was called. */
async function fakeNode(file: string, major: number, otherwise = 'echo "$0 $*, $UV_THREADPOOL_SIZE threads"'): Promise<void> {
  await script(file, `if [ "$1" = -p ]; then echo ${major}; else ${otherwise}; fi`)
}

async function launch(words: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Ran> {
  const env = { PATH: `${root}/path:/usr/bin:/bin`, ...environment }
  return await new Promise((resolve) => {
    execFile(path.join(root, 'bin', 'sql-gateway.sh'), words, { env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr })
    })
  })
}

describe('bin/sql-gateway.sh', () => {
  test('hands its words to the gateway on the Node that npm brought, with enough threads for the engine', async () => {
    await fakeNode('node_modules/.bin/node', 24)
    const { stdout } = await launch(['start', '-Da=b c'])
    const main = `${root}/gateway-service/dist/src/cli/main.js`
    expect(stdout).toBe(
      `${root}/node_modules/.bin/node --disable-warning=ExperimentalWarning --initial-heap-size=96 --no-allocation-site-pretenuring ${main} ${root} start -Da=b c, 80 threads\n`,
    )
    expect((await launch(['start'], { UV_THREADPOOL_SIZE: '9' })).stdout).toContain(', 9 threads')
  })

  test('takes the Node on the path where npm brought none and that one is new enough', async () => {
    await fakeNode('path/node', 24)
    expect((await launch(['status'])).stdout).toContain(`${root}/path/node --disable-warning`)
  })

  test('refuses, with the platform, where no Node is new enough', async () => {
    await fakeNode('path/node', 22)
    const { code, stdout, stderr } = await launch(['status'])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(
      /^The SQL Gateway needs Node\.js 24 or newer, and there is none for this platform \(\w+ \w+\)\.\nInstall it from/,
    )
  })

  test('installs and builds first in a clone that is not built, and shows the progress', async () => {
    await script('scripts/is-built.sh', 'exit 1')
    await fakeNode(
      'path/node',
      20,
      `echo "building with $1"; ${path.join('/bin', 'mkdir')} -p ${root}/node_modules/.bin; cp ${root}/new-node ${root}/node_modules/.bin/node`,
    )
    await fakeNode('new-node', 24)
    const { code, stdout } = await launch(['start'])
    expect(code).toBe(0)
    expect(stdout).toMatch(
      new RegExp(`^building with ${root}/scripts/bootstrap.mjs\n${root}/node_modules/.bin/node .*main.js ${root} start,`),
    )
  })

  test('ends when the build fails', async () => {
    await script('scripts/is-built.sh', 'exit 1')
    await fakeNode('path/node', 24, 'echo "no build" >&2; exit 7')
    expect(await launch(['start'])).toEqual({ code: 1, stdout: '', stderr: 'no build\n' })
  })

  test.each([
    ['it is built', 'exit 0', {}],
    ['it is told to take the build as it is', 'exit 1', { SQL_GATEWAY_BUILD: 'never' }],
  ])('does not build when %s', async (_, isBuilt, environment) => {
    await script('scripts/is-built.sh', isBuilt)
    await fakeNode('node_modules/.bin/node', 24)
    expect((await launch(['--version'], environment)).stdout).toMatch(
      /^\S+\/node --disable-warning=\S+ --initial-heap-size=\d+ --no-allocation-site-pretenuring \S+main.js \S+ --version,/,
    )
  })
})
