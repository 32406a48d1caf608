import type { ConformanceCase } from '../conformance/conformance-case.js'
import type { EndpointCapability } from './endpoint-capability.js'
import type { EndpointProbe } from './endpoint-probe.js'

/** A case of the endpoint suite. */
export type EndpointCase<S, O> = ConformanceCase<EndpointProbe<S, O>, EndpointCapability>
