/**
 * Writes the files that come from the tables of options and errors: conf/sql-gateway.yaml, docs/configuration.md, docs/errors.md.
 *
 *   node scripts/dist/generate-docs.js [--check]
 *
 * With --check it writes nothing, and exits 1 when a file is not what it would write.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { isGatewayError } from '@sql-gateway/gateway-common'
import { generateDocuments } from '@sql-gateway/gateway-service'

const root = path.dirname(path.dirname(import.meta.dirname))

async function main(args: readonly string[]): Promise<number> {
  const isCheck = args.length === 1 && args[0] === '--check'
  if (args.length > 0 && !isCheck) {
    process.stderr.write('Usage: generate-docs [--check]\n')
    return 1
  }
  let stale = 0
  for (const [name, text] of await generateDocuments(root)) {
    const file = path.join(root, name)
    if ((await readFile(file, 'utf8').catch(() => undefined)) === text) continue
    stale++
    process.stdout.write(isCheck ? `${name} is stale: run npm run docs\n` : `${name} is written\n`)
    if (isCheck) continue
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(file, text)
  }
  return isCheck && stale > 0 ? 1 : 0
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  if (!isGatewayError(error)) throw error
  process.stderr.write(`${error.publicMessage}\n`)
  process.exitCode = 1
}
