import { median } from '../client/load.js'

/** A rate or count, with three digits at least and no more noise than that. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return '–'
  return value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toPrecision(3)
}

/** Milliseconds. */
export function milliseconds(value: number): string {
  return `${figure(value)} ms`
}

/** Bytes in MiB. */
export function mebibytes(bytes: number): string {
  return `${figure(bytes / 1024 / 1024)} MiB`
}

/** The median of ratios in percent, and their range when there are several. */
export function percentages(ratios: readonly number[]): string {
  const percent = (ratio: number) => `${Math.round(ratio * 100)} %`
  if (ratios.length < 2) return percent(median(ratios))
  return `${percent(median(ratios))} (${percent(Math.min(...ratios))} to ${percent(Math.max(...ratios))})`
}

/** A target beside what was reached. */
export function verdict(reached: boolean, target: string): string {
  return `${target}: ${reached ? 'reached' : 'missed'}`
}
