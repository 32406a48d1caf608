import { SYSTEM_CLOCK } from '../../src/clock.js'
import type { ConformanceCase, ConformanceRun, Skips } from './conformance-case.js'
import { ConformanceError, expectGatewayError } from './expectations.js'

/** How long each step of a case may take where nobody says otherwise: more than one that goes on takes on a slow and busy machine. */
export const DEFAULT_TIMEOUT_MS = 60_000

/**
 * Registers a test for each case. A case whose capability the subject lacks runs its `refuse` or `without` instead, so
 * that nothing passes unseen; a skipped one is reported as such, with its reason.
 *
 * @throws {ConformanceError} at once, before any test is registered — there are no cases, two have the same id, one
 *   names a capability and has not exactly one of `refuse` and `without`, or a skip names no case or gives no reason
 */
export function runConformance<S, C extends string = never>(cases: readonly ConformanceCase<S, C>[], run: ConformanceRun<S, C>): void {
  checkSuite(cases, run.skip ?? {})
  run.describe(run.name, () => {
    for (const each of cases) {
      const name = `${each.id}: ${each.fact}`
      const reason = run.skip?.[each.id]
      if (reason !== undefined) run.test.skip(`${name} (left out: ${reason})`, async () => undefined)
      else run.test(name, () => runCase(each, run))
    }
  })
}

function checkSuite<S, C extends string>(cases: readonly ConformanceCase<S, C>[], skip: Skips): void {
  const ids = new Set<string>()
  if (cases.length === 0) throw new ConformanceError('The suite has no cases, so it would prove nothing.')
  for (const { id, needs, refuse, without } of cases) {
    if (ids.has(id)) throw new ConformanceError(`Two cases have the id '${id}'.`)
    ids.add(id)
    const ways = [refuse, without].filter((way) => way !== undefined).length
    if (needs !== undefined && ways !== 1) throw new ConformanceError(`Case '${id}' needs ${needs}: give it one of refuse and without.`)
    if (needs === undefined && ways !== 0) throw new ConformanceError(`Case '${id}' needs no capability: refuse and without have no use.`)
  }
  for (const [id, reason] of Object.entries(skip)) {
    if (!ids.has(id))
      throw new ConformanceError(`A skip names '${id}', which is no case of the suite. Its cases are: ${[...ids].join(', ')}.`)
    if (reason.trim() === '') throw new ConformanceError(`The skip of '${id}' gives no reason.`)
  }
}

async function runCase<S, C extends string>(each: ConformanceCase<S, C>, run: ConformanceRun<S, C>): Promise<void> {
  let made: S | undefined
  const underWay = (): readonly string[] => (made === undefined ? [] : (run.underWay?.(made) ?? []))
  const within = createDeadline(each.id, run.timeoutMs ?? DEFAULT_TIMEOUT_MS, underWay)
  const subject = await within('making the subject', run.create())
  made = subject
  try {
    await within('the check', judge(each, subject, each.needs === undefined ? undefined : run.lacks?.(subject)[each.needs]))
  } catch (failure) {
    // The failure of the case tells more than that of releasing a subject which the case left in disorder.
    await within('releasing the subject', run.dispose(subject)).catch(() => undefined)
    throw failure
  }
  await within('releasing the subject', run.dispose(subject))
}

async function judge<S, C extends string>(each: ConformanceCase<S, C>, subject: S, lackReason: string | undefined): Promise<void> {
  if (lackReason === undefined) return each.check(subject)
  if (lackReason.trim() === '') throw new ConformanceError(`${each.needs} is lacking without a reason.`)
  if (each.without !== undefined) return each.without(subject)
  const refused = Promise.resolve(each.refuse?.(subject))
  await expectGatewayError(refused, ['FEATURE.UNSUPPORTED'], `${each.id} on a subject that lacks ${each.needs}`)
}

/** Each step has the time of a whole case, so that what hangs is released all the same. */
function createDeadline(
  id: string,
  timeoutMs: number,
  underWay: () => readonly string[],
): <T>(step: string, work: Promise<T>) => Promise<T> {
  return async (step, work) => {
    const deadline = Promise.withResolvers<never>()
    const fail = (): void => {
      const names = underWay()
      const those = names.length === 0 ? '' : ` Under way: ${names.join(', ')}.`
      deadline.reject(new ConformanceError(`Case '${id}': ${step} did not end within ${timeoutMs} ms.${those}`))
    }
    const timer = SYSTEM_CLOCK.schedule(timeoutMs, fail)
    try {
      return await Promise.race([work, deadline.promise])
    } finally {
      timer.cancel()
    }
  }
}
