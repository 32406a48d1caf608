/**
 * Measures this gateway against what a user would pick instead, prints the results and writes them into README.md.
 *
 *   npm run bench -- [--tiny] [--flink] [--no-write] [measurement…]
 *
 * Without names everything is measured, `flink`, `flink-engine` and `sql-client-flink` only with --flink, `hiveserver2` only by its name. --tiny runs a little of everything and writes nothing.
 */
import { parseArgs } from 'node:util'
import { BenchError } from './client/bench-error.js'
import { fetchMemory } from './measure/fetch-memory.js'
import { flink } from './measure/flink.js'
import { flinkEngine } from './measure/flink-engine.js'
import { health } from './measure/health.js'
import { hiveserver2 } from './measure/hiveserver2.js'
import { manyRows } from './measure/many-rows.js'
import type { Measurement } from './measure/measurement.js'
import { openSession } from './measure/open-session.js'
import { selectOne } from './measure/select-one.js'
import { sessionMemory } from './measure/session-memory.js'
import { sqlClient } from './measure/sql-client.js'
import { sqlClientFlink } from './measure/sql-client-flink.js'
import { start } from './measure/start.js'
import { resultText, writeResult } from './report/readme.js'
import { FULL_SCALE, TINY_SCALE } from './scales.js'

const MEASUREMENTS: readonly Measurement[] = [start, openSession, selectOne, manyRows, sessionMemory, fetchMemory, health, sqlClient]

function chosen(names: readonly string[], withFlink: boolean): readonly Measurement[] {
  const all = [...MEASUREMENTS, flink, flinkEngine, sqlClientFlink, hiveserver2]
  const unknown = names.filter((name) => !all.some((measurement) => measurement.name === name))
  if (unknown.length > 0)
    throw new BenchError(`there is no measurement ${unknown.join(', ')}; there are ${all.map(({ name }) => name).join(', ')}`)
  if (names.length > 0) return all.filter(({ name }) => names.includes(name))
  return withFlink ? all : MEASUREMENTS
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { tiny: { type: 'boolean' }, flink: { type: 'boolean' }, 'no-write': { type: 'boolean' } },
    allowPositionals: true,
  })
  for (const measurement of chosen(positionals, values.flink === true)) {
    process.stdout.write(`## ${measurement.title}\n\n`)
    const tables = await measurement.run(values.tiny === true ? TINY_SCALE : FULL_SCALE)
    const text = resultText(tables, `npm run bench -- ${measurement.name}`)
    process.stdout.write(`${text}\n\n`)
    if (values.tiny !== true && values['no-write'] !== true) writeResult(measurement, text)
  }
}

main().catch((error: unknown) => {
  if (!(error instanceof BenchError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
})
