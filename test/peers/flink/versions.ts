import type { FlinkVersion } from '#scripts/peers/flink/releases.js'

/** The Flink releases whose clients are tried: the current line and the last of the line before. */
export const FLINK_VERSIONS: readonly FlinkVersion[] = ['2.3.0', '1.20.3']

/** Tells on the console what an installation is about to download. */
export function sayOnConsole(text: string): void {
  process.stderr.write(`${text}\n`)
}
