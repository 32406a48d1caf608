import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeClientConfig } from '#scripts/peers/flink/cluster-config.js'
import { installFlink } from '#scripts/peers/flink/install.js'
import { median } from '../client/load.js'
import { startGateway } from '../process/gateway.js'
import { timeCommand } from '../process/timed-command.js'
import { figure, milliseconds, verdict } from './figures.js'
import type { Measurement } from './measurement.js'
import { CLIENT } from './sql-client.js'

const VERSION = '2.3.0'
const TARGET = 10

/** Flink's own SQL client beside this one, at the same gateway, with the same scripts. */
export const sqlClientFlink: Measurement = {
  name: 'sql-client-flink',
  title: "Beside Flink's SQL client",
  async run({ rounds, rows: manyRows }) {
    // Flink's client takes its time for each.
    const rows = Math.ceil(manyRows / 10)
    const flink = await installFlink(VERSION, () => {})
    const folder = mkdtempSync(join(tmpdir(), 'bench-sql-client-'))
    await using servers = new AsyncDisposableStack()
    servers.defer(() => Promise.resolve(rmSync(folder, { recursive: true, force: true })))
    const gateway = servers.adopt(await startGateway(), (it) => it.stop())
    const variables = { JAVA_HOME: flink.javaHome, FLINK_CONF_DIR: writeClientConfig(flink, folder), FLINK_LOG_DIR: folder }
    const theirs = (script: string) =>
      timeCommand({
        program: join(flink.dir, 'bin', 'sql-client.sh'),
        words: ['gateway', '-e', gateway.url, '-hist', join(folder, 'history'), '-f', script],
        variables,
        folder,
      })
    const ours = (script: string) => timeCommand({ program: CLIENT, words: ['-e', gateway.url, '-f', script] })
    const compare = async (what: string, script: string, unit: (ms: number) => string, target: string): Promise<string[]> => {
      const file = join(folder, 'script.sql')
      writeFileSync(file, script)
      const [fast, slow]: [number[], number[]] = [[], []]
      for (let round = 0; round < rounds; round++) {
        slow.push(await theirs(file))
        fast.push(await ours(file))
      }
      const times = median(slow.map((ms, round) => ms / (fast[round] ?? Number.NaN)))
      return [what, unit(median(fast)), unit(median(slow)), `${figure(times)} ×`, target === '' ? '' : verdict(times >= TARGET, target)]
    }
    return [
      {
        columns: ['work', 'this client', `Flink ${VERSION}'s client`, 'times', 'target'],
        rows: [
          await compare('from start to the end of `SELECT 1`', 'SELECT 1;\n', milliseconds, `≥ ${TARGET} ×`),
          await compare(
            `${figure(rows)} rows as a table to /dev/null`,
            `SELECT i, i * 7 AS j, 'text ' || i AS t FROM range(${rows}) AS numbers(i);\n`,
            (ms) => `${figure((rows / ms) * 1_000)} rows/s`,
            '',
          ),
        ],
        note: `Both run the same script with -f at the same gateway on DuckDB, in turn, ${rounds} rounds; the client's start is part of it.`,
      },
    ]
  },
}
