import { spawn } from 'node:child_process'
import { cp, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { blocksOf, commandsOf, runCommands } from './console-transcript.js'
import { createTemporaryHome, ROOT, runCommand } from './temporary-home.js'

/** Lines without their indentation, each behind a line break: an excerpt may stand further to the left than in the source. */
function flush(text: string): string {
  return text
    .split('\n')
    .map((line) => `\n${line.trim()}`)
    .join('')
}

async function sourcesOf(example: string): Promise<readonly string[]> {
  const folder = join(ROOT, example)
  const files = await readdir(folder, { recursive: true })
  const wanted = files.filter((file) => /^(package\.json$|src\/|test\/.*\.ts$)/.test(file) && /\.(ts|json)$/.test(file))
  return Promise.all(wanted.map((file) => readFile(join(folder, file), 'utf8')))
}

describe.each([
  { file: 'docs/writing-an-endpoint.md', example: 'examples/endpoint-lines' },
  { file: 'docs/writing-an-engine.md', example: 'examples/engine-host' },
])('$file', ({ file, example }) => {
  test('shows what its example holds', async () => {
    const sources = (await sourcesOf(example)).map(flush)
    const excerpts = (await blocksOf(file)).filter(({ language }) => language === 'ts')
    expect(excerpts.length).toBeGreaterThan(5)
    const strange = excerpts.filter(({ text }) => !sources.some((source) => source.includes(flush(text))))
    expect(strange.map(({ text }) => text)).toEqual([])
  })

  test('shows a manifest that its example has', async () => {
    const manifest: unknown = JSON.parse(await readFile(join(ROOT, example, 'package.json'), 'utf8'))
    const shown = (await blocksOf(file)).filter(({ language }) => language === 'json')
    expect(shown.length).toBe(1)
    for (const { text } of shown) expect(manifest).toMatchObject(JSON.parse(text) as object)
  })

  test('shows commands with what they print', async () => {
    const shown = (await blocksOf(file)).filter(({ language }) => language === 'console').flatMap(commandsOf)
    expect(shown.length).toBeGreaterThan(2)
    expect(await runCommands(shown, { 8023: 'SQL_GATEWAY_ENDPOINT_LINES_PORT' })).toEqual(shown)
  })
})

test('docs/writing-an-endpoint.md has what a stranger needs to compile, test and run a package of their own', async () => {
  await using home = await createTemporaryHome()
  const folder = join(home.path, 'stranger')
  const blocks = await blocksOf('docs/writing-an-endpoint.md')
  const block = (language: string): string => blocks.find((each) => each.language === language)?.text ?? ''
  await cp(join(ROOT, 'examples/endpoint-lines/src'), join(folder, 'src'), { recursive: true })
  await writeFile(join(folder, 'package.json'), block('json'))
  await writeFile(join(folder, 'tsconfig.json'), block('jsonc'))
  await cp(join(ROOT, 'examples/endpoint-lines/test'), join(folder, 'test'), {
    recursive: true,
    filter: (path) => !/\.test\.ts$/.test(path),
  })
  const suite = await readFile(join(ROOT, 'examples/endpoint-lines/test/endpoint-lines.conformance.test.ts'), 'utf8')
  await writeFile(join(folder, 'test/suite.test.ts'), suite.replace('@jest/globals', 'node:test'))
  await mkdir(join(folder, 'node_modules/@sql-gateway'), { recursive: true })
  for (const name of ['gateway-common', 'gateway-service']) {
    await symlink(join(ROOT, name), join(folder, 'node_modules/@sql-gateway', name))
  }
  await symlink(join(ROOT, 'node_modules/@types'), join(folder, 'node_modules/@types'))
  expect(await runCommand(spawn(join(ROOT, 'node_modules/.bin/tsc'), ['-p', folder]))).toEqual({ code: 0, stdout: '', stderr: '' })
  const ran = await runCommand(spawn(process.execPath, ['--test', 'dist/test/*.test.js'], { cwd: folder }))
  expect(ran).toMatchObject({ code: 0, stderr: '' })
  expect(ran.stdout).toMatch(/pass [89]\d\n/)
  await home.install('examples/engine-host', 'plugins/host')
  const addresses = await home.start({
    'sql-gateway.plugin-dirs': 'stranger',
    'sql-gateway.endpoint.type': 'lines',
    'sql-gateway.endpoint.lines.port': '0',
    'sql-gateway.engine.type': 'host',
  })
  expect([...addresses.keys()]).toEqual(['lines'])
})
