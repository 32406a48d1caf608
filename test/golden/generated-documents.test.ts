import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { createGateway, generateDocuments } from '@sql-gateway/gateway-service'

const ROOT = path.resolve(import.meta.dirname, '../../..')

describe('generated documents', () => {
  test.each(['conf/sql-gateway.yaml', 'docs/configuration.md', 'docs/errors.md'])(
    '%s is what the tables say (npm run docs writes it)',
    async (name) => {
      expect((await generateDocuments(ROOT)).get(name)).toBe(await readFile(path.join(ROOT, name), 'utf8'))
    },
  )

  test('conf/sql-gateway.yaml is valid when every default in it is set', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'sql-gateway-conf-'))
    try {
      const text = await readFile(path.join(ROOT, 'conf/sql-gateway.yaml'), 'utf8')
      const set = text.replaceAll(/^# (sql-gateway\.\S+: .)/gm, '$1')
      expect(set.match(/^sql-gateway\./gm)?.length).toBeGreaterThan(50)
      await writeFile(path.join(folder, 'sql-gateway.yaml'), set)
      const gateway = await createGateway({ homeDirectory: folder, configurationDirectory: folder })
      expect(gateway.settings.endpointTypes).toEqual(['rest', 'hiveserver2'])
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})
