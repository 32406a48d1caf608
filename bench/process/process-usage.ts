import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { BenchError } from '../client/bench-error.js'

const CLOCK_TICKS_PER_SECOND = 100
const CPU_FIELDS_AFTER_NAME = 11

/** Resident memory of a process, in bytes. */
export function residentBytes(pid: number): number {
  if (process.platform === 'linux') return statusKiB(pid, 'VmRSS') * 1024
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) * 1024
}

/** The highest resident memory that a process ever had, in bytes; Linux alone keeps it. */
export function peakResidentBytes(pid: number): number {
  if (process.platform !== 'linux') throw new BenchError('the peak of resident memory can be read on Linux alone')
  return statusKiB(pid, 'VmHWM') * 1024
}

/** Processor time that a process has used so far, all its threads, in milliseconds; undefined where the system does not tell. */
export function processorMs(pid: number): number | undefined {
  if (process.platform !== 'linux') return undefined
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const ticks = Number(fields[CPU_FIELDS_AFTER_NAME]) + Number(fields[CPU_FIELDS_AFTER_NAME + 1])
  return (ticks * 1000) / CLOCK_TICKS_PER_SECOND
}

function statusKiB(pid: number, field: string): number {
  const text = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  if (text === undefined) throw new BenchError(`the system does not tell ${field} of process ${pid}`)
  return Number(text)
}
