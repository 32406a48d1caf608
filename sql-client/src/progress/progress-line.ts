import { rowsText } from '../print/counts.js'

/** How far a statement has come. */
export interface Progress {
  readonly elapsedMs: number
  /** From 0 to 1, where the engine knows it; 0 is as good as not known. */
  readonly share: number | undefined
  /** Rows that have come so far. */
  readonly rowCount: number
}

const SPINNER = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'] as const
const STEP_MS = 100
const BAR_WIDTH = 20
const PARTS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const

/** The line that is shown while a statement runs: a spinner, a bar where the share is known, rows, time, and the way out. */
export function progressLine({ elapsedMs, share, rowCount }: Progress): string {
  const spinner = SPINNER[Math.floor(elapsedMs / STEP_MS) % SPINNER.length]
  const parts = [
    ...(share === undefined || share === 0 ? [] : [`${bar(share)} ${String(Math.floor(share * 100)).padStart(3)} %`]),
    ...(rowCount === 0 ? [] : [rowsText(rowCount)]),
    `${(elapsedMs / 1_000).toFixed(1)} s`,
    'Ctrl-C cancels',
  ]
  return `${spinner} ${parts.join(' · ')}`
}

function bar(share: number): string {
  const eighths = Math.round(Math.min(1, Math.max(0, share)) * BAR_WIDTH * 8)
  const full = Math.floor(eighths / 8)
  return `${'█'.repeat(full)}${PARTS[eighths % 8] ?? ''}`.padEnd(BAR_WIDTH, '░')
}
