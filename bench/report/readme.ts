import { readFileSync, writeFileSync } from 'node:fs'
import { arch, cpus, loadavg, platform, release, totalmem } from 'node:os'
import { resolve } from 'node:path'
import { BenchError } from '../client/bench-error.js'
import { mebibytes } from '../measure/figures.js'
import type { Measurement, ResultTable } from '../measure/measurement.js'

const README = resolve(import.meta.dirname, '../../README.md')

const LOAD_BEFORE = loadavg()[0] ?? 0

/** The results of one measurement as Markdown, with the machine, the versions, the day and the command. */
export function resultText(tables: readonly ResultTable[], command: string): string {
  const [cpu] = cpus()
  const machine = `${cpus().length} × ${cpu?.model.trim() ?? arch()}, ${mebibytes(totalmem())} of memory, ${platform()} ${release()}, load average before the run ${LOAD_BEFORE.toFixed(1)}`
  const day = new Date().toISOString().slice(0, 10)
  const provenance = `_${day}, \`${command}\`, Node ${process.versions.node}, ${machine}._`
  return [...tables.map(tableText), provenance].join('\n\n')
}

function tableText({ columns, rows, note }: ResultTable): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(columns), line(columns.map(() => '---')), ...rows.map(line), '', note].join('\n')
}

/** Puts a measurement's results into README.md, in place of the former ones. */
export function writeResult(measurement: Measurement, text: string): void {
  const readme = readFileSync(README, 'utf8')
  const begin = `<!-- results: ${measurement.name} -->`
  const end = '<!-- end of results -->'
  const from = readme.indexOf(begin)
  const to = readme.indexOf(end, from)
  if (from < 0 || to < 0) throw new BenchError(`bench/README.md has no place for the results of ${measurement.name}`)
  writeFileSync(README, `${readme.slice(0, from)}${begin}\n\n${text}\n\n${readme.slice(to)}`)
}
