import { SYSTEM_CLOCK } from '@sql-gateway/gateway-common'
import { openEngine } from './engine-under-test.js'

/**
 * A process of its own that writes rows one by one and says so on its standard output after each commit, until it is
 * killed. Arguments: the data folder, the file.
 */
const [dataDirectory, path] = process.argv.slice(2)
if (dataDirectory === undefined || path === undefined) throw new TypeError('Arguments: the data folder, the file')
const { open } = await openEngine({ dataDirectory, path, clock: SYSTEM_CLOCK })
const session = await open()
await session.run('CREATE TABLE IF NOT EXISTS written (a BIGINT)')
for (let i = 1; ; i++) {
  await session.run(`INSERT INTO written VALUES (${i})`)
  process.stdout.write(`${i}\n`)
}
