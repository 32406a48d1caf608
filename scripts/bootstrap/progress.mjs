/** What a person at the keyboard sees while a clone gets ready. Lines go to stderr, so that a command's output stays its own. */

/** A failure that is told in its own words, without a stack. */
export class BootstrapError extends Error {}

const HEARTBEAT_MS = 10_000

/**
 * @typedef {{ say(line: string): void, step(label: string, work: () => Promise<void>): Promise<void> }} Progress
 */

/**
 * Returns `{ say(line), step(label, work) }`. `step` names what begins, says every ten seconds that it is still under way, and how
 * long it took. With `quiet` nothing but failures is printed.
 *
 * @param {boolean} quiet
 * @returns {Progress}
 */
export function createProgress(quiet) {
  /** @type {Progress['say']} */
  const say = quiet ? () => {} : (line) => process.stderr.write(`sql-gateway: ${line}\n`)

  /** @type {Progress['step']} */
  async function step(label, work) {
    const start = Date.now()
    /** @param {number} digits */
    const seconds = (digits) => `${((Date.now() - start) / 1000).toFixed(digits)} s`
    say(`${label} …`)
    const heartbeat = setInterval(() => say(`${label}: still at it after ${seconds(0)}`), HEARTBEAT_MS)
    try {
      await work()
      say(`${label}: done in ${seconds(1)}`)
    } finally {
      clearInterval(heartbeat)
    }
  }

  return { say, step }
}
