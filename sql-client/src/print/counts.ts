/** `1 row`, `0 rows`. */
export function rowsText(count: number): string {
  return `${count} ${count === 1 ? 'row' : 'rows'}`
}

/** ` (0.12 seconds)`, with a blank before; empty where times are not shown. */
export function timeText(ms: number, isShown: boolean): string {
  return isShown ? ` (${(ms / 1_000).toFixed(2)} seconds)` : ''
}
