import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'

const PACKAGE = path.join(import.meta.dirname, '..', '..', '..')
const SNIPPETS = path.join(PACKAGE, 'test', 'readme')
const README = readFileSync(path.join(PACKAGE, 'README.md'), 'utf8')

describe('README.md', () => {
  const files = readdirSync(SNIPPETS).filter((file) => file !== 'readme.test.ts')

  test.each(files)('shows %s as it runs', (file) => {
    expect(README).toContain(`\`\`\`ts\n${readFileSync(path.join(SNIPPETS, file), 'utf8')}\`\`\``)
  })

  test('shows no other code', () => {
    expect(README.match(/^```ts$/gm)?.length).toBe(files.length)
  })
})
