import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { constants, Script } from 'node:vm'
import type { ModuleImporter } from '../../src/discovery/module-importer.js'

/** Files by path, in a folder of their own that goes when the test ends. */
export interface TemporaryFolder extends AsyncDisposable {
  readonly path: string
  write(files: Readonly<Record<string, string | object>>): Promise<void>
}

export async function createTemporaryFolder(files: Readonly<Record<string, string | object>> = {}): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(tmpdir(), 'sql-gateway-test-'))
  const write = async (more: Readonly<Record<string, string | object>>): Promise<void> => {
    for (const [name, content] of Object.entries(more)) {
      const file = join(path, name)
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content))
    }
  }
  await write(files)
  return { path, write, [Symbol.asyncDispose]: async () => await rm(path, { recursive: true, force: true }) }
}

/** The files of a package that offers one endpoint, in a folder. */
export function endpointPackage(folder: string, identifier: string, code: string): Readonly<Record<string, string | object>> {
  return {
    [`${folder}/package.json`]: {
      name: `package-${identifier}`,
      type: 'module',
      sqlGateway: { apiVersion: 1, endpoints: { [identifier]: './index.js' } },
    },
    [`${folder}/index.js`]: code,
  }
}

/** Code of a module that exports the factory of an endpoint which does nothing. */
export function factoryCode(identifier: string, options = '{}'): string {
  return `export default { identifier: '${identifier}', options: ${options}, createEndpoint: () => ({ start: async () => [], stop: async () => {} }) }`
}

/** Node's own `import()`: the one that code in a test gets is the test runner's, which resolves and evaluates in its own way. */
export const nodeImporter: ModuleImporter = new Script('(url) => import(url)', {
  importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
}).runInThisContext() as ModuleImporter
