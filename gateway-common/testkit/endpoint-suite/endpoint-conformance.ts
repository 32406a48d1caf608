import type { Lacks, Skips, TestRunner } from '../conformance/conformance-case.js'
import { ConformanceError } from '../conformance/expectations.js'
import { DEFAULT_TIMEOUT_MS, runConformance } from '../conformance/run-conformance.js'
import { abuseCases } from './cases/abuse-cases.js'
import { errorCases } from './cases/error-cases.js'
import { fetchCases } from './cases/fetch-cases.js'
import { lifecycleCases } from './cases/lifecycle-cases.js'
import { operationCases } from './cases/operation-cases.js'
import { sessionCases } from './cases/session-cases.js'
import { ENDPOINT_CAPABILITIES, type EndpointCapability } from './endpoint-capability.js'
import type { EndpointCase } from './endpoint-case.js'
import { createEndpointProbe, type EndpointProbe } from './endpoint-probe.js'
import type { EndpointSubject, ServiceSubject } from './endpoint-subject.js'

/** Of the time of a step: how long an endpoint may take to close what its client has closed or left. */
const RELEASE_SHARE = 0.2

/** What the endpoint suite is run on. */
export interface EndpointConformanceOptions<S, O> extends TestRunner {
  /** Name of the block of tests, such as `The REST endpoint keeps the endpoint contract`. */
  readonly name: string
  readonly subject: EndpointSubject<S, O>
  /** Makes the service of one case, over a scripted engine that lacks nothing. */
  readonly createService: () => Promise<ServiceSubject>
  /** What the protocol cannot do, each with its reason. */
  readonly lacks?: Lacks<EndpointCapability>
  /** Cases to leave out, by id, each with its reason. */
  readonly skip?: Skips
  /** How long each step of a case may take, in milliseconds; 60,000 when absent. What clients closed has a fifth of it to be gone from the service. */
  readonly timeoutMs?: number
}

/**
 * Checks an endpoint against the contract: starts it for each case over a service with a scripted engine, talks to it
 * through the client that the endpoint's author supplies, and registers one test for each rule with the caller's test
 * runner. What its clients closed has to be gone from the service, and after each case no call of the service and
 * no statement may be under way.
 *
 * @throws {ConformanceError} at once — names of malformed inputs repeat, `lacks` names no capability or gives no
 *   reason, or a skip names no case
 */
export function endpointConformance<S, O>(options: EndpointConformanceOptions<S, O>): void {
  const { subject, createService, lacks = {}, timeoutMs = DEFAULT_TIMEOUT_MS } = options
  checkLacks(lacks)
  const cases: readonly EndpointCase<S, O>[] = [
    ...lifecycleCases<S, O>(),
    ...sessionCases<S, O>(),
    ...operationCases<S, O>(),
    ...fetchCases<S, O>(),
    ...errorCases<S, O>(),
    ...abuseCases<S, O>(subject.malformed),
  ]
  runConformance<EndpointProbe<S, O>, EndpointCapability>(cases, {
    name: options.name,
    describe: options.describe,
    test: options.test,
    create: async () => createEndpointProbe(subject, await createService(), timeoutMs * RELEASE_SHARE),
    dispose: (probe) => probe.dispose(),
    lacks: () => lacks,
    underWay: (probe) => probe.observed.callsUnderWay(),
    ...(options.skip === undefined ? {} : { skip: options.skip }),
    timeoutMs,
  })
}

/** Plain JavaScript has no compiler that would find a misspelt name. */
function checkLacks(lacks: Lacks<string>): void {
  for (const [name, reason] of Object.entries(lacks)) {
    if (!Object.hasOwn(ENDPOINT_CAPABILITIES, name)) {
      const names = Object.keys(ENDPOINT_CAPABILITIES).join(', ')
      throw new ConformanceError(`lacks names '${name}', which is no capability of endpoints. They are: ${names}.`)
    }
    if (reason === undefined || reason.trim() === '') throw new ConformanceError(`lacks names ${name} without a reason.`)
  }
}
