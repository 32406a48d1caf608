/**
 * One rule of a contract, checked against any implementation of it.
 *
 * @typeParam S - what the check works on, made fresh for each case
 * @typeParam C - names of capabilities that an implementation may lack
 */
export interface ConformanceCase<S, C extends string = never> {
  /** Area and name, both in kebab-case; unique in a suite and stable, since skips name it. */
  readonly id: `${string}/${string}`
  /** The rule: a fact in the present tense. */
  readonly fact: string
  /** A capability that the rule is about. A subject that lacks it is put to `refuse` or `without` in place of `check`. */
  readonly needs?: C
  readonly check: (subject: S) => Promise<void>
  /** Asks a subject that lacks the capability for it all the same; must reject with FEATURE.UNSUPPORTED. */
  readonly refuse?: (subject: S) => Promise<unknown>
  /** What must hold for a subject that lacks the capability, where there is no call that it could refuse. */
  readonly without?: (subject: S) => Promise<void>
}

/** Registers one test: its name and a body that rejects when the test fails. */
export type RegisterTest = (name: string, body: () => Promise<void>) => unknown

/** The caller's test runner. Those of jest and of node:test fit as they are. */
export interface TestRunner {
  readonly describe: (name: string, body: () => void) => unknown
  readonly test: RegisterTest & { readonly skip: RegisterTest }
}

/** What a subject lacks, each with a reason in a sentence. */
export type Lacks<C extends string> = Readonly<Partial<Record<C, string>>>

/** Cases that are left out, by id, each with a reason in a sentence. */
export type Skips = Readonly<Record<string, string>>

/** How a suite is run. */
export interface ConformanceRun<S, C extends string = never> extends TestRunner {
  /** Name of the block of tests. */
  readonly name: string
  /** Makes the subject of one case. */
  readonly create: () => Promise<S>
  /** Releases it; called once for each subject, also when the case failed. What it throws fails the case. */
  readonly dispose: (subject: S) => Promise<void>
  /** What the subject itself declares to lack. Absent means nothing. */
  readonly lacks?: (subject: S) => Lacks<C>
  readonly skip?: Skips
  /** What is under way at this moment, in words; the message of a case that does not end names it. */
  readonly underWay?: (subject: S) => readonly string[]
  /** How long making the subject, checking it and releasing it may take each; 60,000 when absent. Keep it below half the runner's own limit. */
  readonly timeoutMs?: number
}
