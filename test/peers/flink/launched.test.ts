import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@jest/globals'
import { eventually } from '../support/eventually.js'
import { startGatewayProcess } from '../support/gateway-process.js'
import { ask } from './client/ask.js'
import { openFlinkSession, textOf } from './client/flink-client.js'
import { sharedFlink } from './shared/shared-flink.js'

test("Flink's gateway is started with ours, started again when it was killed, and stopped with ours", async () => {
  const { flink, clusterUrl } = await sharedFlink('2.3.0')
  await using servers = new AsyncDisposableStack()
  const gateway = servers.adopt(
    await startGatewayProcess({
      'sql-gateway.engine.type': 'flink',
      'sql-gateway.engine.flink.home': flink.dir,
      'sql-gateway.engine.flink.java-home': flink.javaHome,
      'sql-gateway.engine.flink.launch-options': `rest.address=127.0.0.1, rest.port=${new URL(clusterUrl).port}`,
      'sql-gateway.engine.flink.restart-delay': '100 ms',
    }),
    (it) => it.stop(),
  )
  const session = await openFlinkSession(`http://${gateway.restAddress}`)
  const first = async (statement: string): Promise<unknown> => {
    const { error, text } = await ask(session, statement)
    return error ?? text.rows[0]?.fields[0]
  }
  expect(await first("SELECT * FROM (VALUES ('launched')) AS t(x)")).toBe('launched')
  const [before] = childrenOf(gateway.pid)
  if (before === undefined) throw new TypeError('our gateway has no child')

  process.kill(before, 'SIGKILL')
  const after = await eventually('other process of Flink', () => childrenOf(gateway.pid).find((pid) => pid !== before))
  const answer = await eventually('answer of it', async () => {
    const said = await first('SHOW CURRENT CATALOG')
    return textOf(said).startsWith('ENGINE.UNREACHABLE') ? undefined : said
  })
  expect(answer).toBe('default_catalog')

  await gateway.stop()
  expect([before, after].filter((pid) => existsSync(`/proc/${pid}`))).toEqual([])
})

/** The processes whose parent is a process, by what Linux tells of each. */
function childrenOf(parent: number): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => parentOf(name) === parent)
    .map(Number)
}

function parentOf(pid: string): number | undefined {
  try {
    const stat = readFileSync(path.join('/proc', pid, 'stat'), 'utf8')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    // It has ended meanwhile.
    return undefined
  }
}
