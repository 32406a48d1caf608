import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { copyProject, PROJECT_ROOT } from './temporary-tree.js'

/** One source per rule of biome.json that the project leans on. */
const PLANTED: readonly (readonly [rule: string, file: string, source: string])[] = [
  ['noExplicitAny', 'gateway-service/src/planted-any.ts', 'export const a: any = 1'],
  ['noEnum', 'gateway-service/src/planted-enum.ts', 'export enum A { B }'],
  ['noNamespace', 'gateway-service/src/planted-namespace.ts', 'export namespace A { export const b = 1 }'],
  ['noDefaultExport', 'gateway-service/src/planted-default.ts', 'export default 1'],
  ['noConsole', 'gateway-service/src/planted-console.ts', `console.log('x')`],
  ['noFloatingPromises', 'gateway-service/src/planted-floating.ts', 'async function f(): Promise<void> {}\nf()'],
  ['noMisusedPromises', 'gateway-service/src/planted-misused.ts', 'async function f(): Promise<boolean> { return true }\nif (f()) f'],
  ['useImportType', 'gateway-service/src/planted-type.ts', `import { Clock } from '@sql-gateway/gateway-common'\nexport type A = Clock`],
  ['useFilenamingConvention', 'gateway-service/src/PlantedName.ts', 'export const a = 1'],
  ['noBarrelFile', 'gateway-service/src/planted-barrel.ts', `export * from './index.js'`],
  ['noImportCycles', 'gateway-service/src/planted-cycle-a.ts', `import { b } from './planted-cycle-b.js'\nexport const a = b`],
  ['noImportCycles', 'gateway-service/src/planted-cycle-b.ts', `import { a } from './planted-cycle-a.js'\nexport const b = a`],
  ['noSkippedTests', 'gateway-service/test/planted-skipped.test.ts', `test.skip('x', () => undefined)`],
  ['noNodejsModules', 'gateway-common/src/planted-node.ts', `import 'node:fs'`],
  ['noRestrictedImports', 'gateway-common/src/planted-package.ts', `import '@sql-gateway/gateway-service'`],
  ['noRestrictedImports', 'gateway-service/src/planted-engine.ts', `import '@sql-gateway/engine-duckdb'`],
  ['noRestrictedImports', 'endpoints/rest/src/planted-service.ts', `import '@sql-gateway/gateway-service'`],
  ['noRestrictedImports', 'endpoints/rest/src/planted-testkit.ts', `import '@sql-gateway/gateway-common/testkit'`],
  ['noRestrictedImports', 'engines/duckdb/src/planted-endpoint.ts', `import '@sql-gateway/endpoint-rest'`],
  ['noRestrictedImports', 'test/planted-deep.ts', `import '@sql-gateway/gateway-service/dist/src/index.js'`],
  ['noUndeclaredDependencies', 'endpoints/rest/src/planted-library.ts', `import 'pino'`],
]

describe('biome.json', () => {
  test('lets Biome find a violation of every rule that the project leans on', () => {
    using copy = copyProject()
    for (const [, file, source] of PLANTED) copy.write(file, `${source}\n`)
    const biome = path.join(PROJECT_ROOT, 'node_modules/@biomejs/biome/bin/biome')
    const { stdout } = spawnSync(process.execPath, [biome, 'lint', '--reporter=github', '--max-diagnostics=none', '.'], {
      cwd: copy.root,
      encoding: 'utf8',
    })
    const found = (rule: string, file: string): boolean =>
      stdout.split('\n').some((line) => line.includes(`/${rule},`) && line.includes(`${file},`))
    expect(PLANTED.filter(([rule, file]) => !found(rule, file)).map(([rule, file]) => `${rule} in ${file}`)).toEqual([])
  })
})
