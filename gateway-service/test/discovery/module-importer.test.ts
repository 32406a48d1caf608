import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, test } from '@jest/globals'
import { createTemporaryFolder } from './plugin-folder.js'

const IMPORTER = new URL('../../src/discovery/module-importer.js', import.meta.url).href

/** Imports a module as the gateway does, in a process of its own since resolution belongs to the process, and prints what it exports. */
async function importedBy(file: string): Promise<unknown> {
  const code = `
    const { importModule } = await import(${JSON.stringify(IMPORTER)})
    const outcome = await importModule(${JSON.stringify(pathToFileURL(file).href)}).then((module) => module.default, (error) => error.code)
    process.stdout.write(JSON.stringify(outcome))`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code])
  return JSON.parse(stdout)
}

const PRINTS_CONTRACT = "import { PLUGIN_API_VERSION } from '@sql-gateway/gateway-common'\nexport default PLUGIN_API_VERSION"

describe('importModule', () => {
  test("gives a plug-in outside the installation the gateway's contract package", async () => {
    await using folder = await createTemporaryFolder({ 'p/package.json': { type: 'module' }, 'p/index.js': PRINTS_CONTRACT })
    expect(await importedBy(join(folder.path, 'p/index.js'))).toBe(1)
  })

  test("gives one in CommonJS the gateway's contract package", async () => {
    const code = "module.exports = require('@sql-gateway/gateway-common').PLUGIN_API_VERSION"
    await using folder = await createTemporaryFolder({ 'p/index.cjs': code })
    expect(await importedBy(join(folder.path, 'p/index.cjs'))).toBe(1)
  })

  test('lets a plug-in use a copy that lies on its own path', async () => {
    await using folder = await createTemporaryFolder({
      'node_modules/@sql-gateway/gateway-common/package.json': { type: 'module', exports: './index.js' },
      'node_modules/@sql-gateway/gateway-common/index.js': 'export const PLUGIN_API_VERSION = 77',
      'plugins/p/package.json': { type: 'module' },
      'plugins/p/index.js': PRINTS_CONTRACT,
    })
    expect(await importedBy(join(folder.path, 'plugins/p/index.js'))).toBe(77)
  })

  test('offers no other package of the gateway', async () => {
    await using folder = await createTemporaryFolder({ 'p/package.json': { type: 'module' }, 'p/index.js': "import 'pino'" })
    expect(await importedBy(join(folder.path, 'p/index.js'))).toBe('ERR_MODULE_NOT_FOUND')
  })
})
