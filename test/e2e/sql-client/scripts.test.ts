import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { type Ran, ROOT } from '../temporary-home.js'
import { runClient, startGateway } from './client-process.js'

const FIXTURES = 'test/fixtures/sql'
const GOLDEN = join(import.meta.dirname, '../../../e2e/sql-client/golden')

/** What each folder of scripts runs on. */
const ENGINES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  duckdb: {},
  scripted: {
    'sql-gateway.engine.type': 'scripted',
    'sql-gateway.plugin-dirs': join(ROOT, 'test/fixtures/plugins/scripted'),
  },
}

const SCRIPTS = Object.entries(ENGINES).flatMap(([folder, options]) =>
  readdirSync(join(ROOT, FIXTURES, folder)).map((name) => ({
    script: `${FIXTURES}/${folder}/${name}`,
    golden: `${folder}-${name}`,
    options,
  })),
)

/** Times differ from run to run. */
const WORDS = ['-k', '-D', 'sql-client.display.print-time-cost=false']

function asText({ code, stdout, stderr }: Ran): string {
  return `${stdout}---- errors, exit code ${code}\n${stderr}`
}

describe.each(SCRIPTS)('$script', ({ script, golden, options }) => {
  const file = join(GOLDEN, golden.replace(/\.sql$/, '.txt'))

  test('gives its tables and errors through the client with a gateway inside', async () => {
    const definitions = Object.entries(options).flatMap(([key, value]) => ['-D', `${key}=${value}`])
    const shown = asText(await runClient([...WORDS, ...definitions, '-f', script]))
    if (process.env['UPDATE_GOLDEN'] === '1' && process.env['CI'] === undefined) writeFileSync(file, shown)
    expect(shown).toBe(readFileSync(file, 'utf8'))
  })

  test('gives the same through the client at a gateway elsewhere', async () => {
    await using gateway = await startGateway(options)
    expect(asText(await runClient([...WORDS, '-e', gateway.url, '-f', script]))).toBe(readFileSync(file, 'utf8'))
  })
})
