/** What was cut out, newest first, to be put back by Ctrl-Y and Alt-Y. */
export type KillRing = readonly string[]

const MAX_KILLS = 20

/**
 * Adds a text that was cut out. Cuts in a row grow into one text, as in Emacs and readline.
 *
 * @param join - whether it continues the cut before, and at which side
 */
export function addKill(ring: KillRing, killed: string, join: 'no' | 'before' | 'after'): KillRing {
  if (killed === '') return ring
  const [newest, ...older] = ring
  if (join === 'no' || newest === undefined) return [killed, ...ring].slice(0, MAX_KILLS)
  return [join === 'before' ? killed + newest : newest + killed, ...older]
}

/** The ring turned by one, so that the next older text is the newest. */
export function turnRing(ring: KillRing): KillRing {
  const [newest, ...older] = ring
  return newest === undefined ? ring : [...older, newest]
}
