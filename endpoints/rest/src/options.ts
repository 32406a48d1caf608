import {
  atLeast,
  booleanOption,
  durationOption,
  integerOption,
  memorySizeOption,
  type OptionTable,
  pathOption,
  portOption,
  portRangeOption,
  stringListOption,
  stringOption,
} from '@sql-gateway/gateway-common'
import type { DecimalForm } from './value/value-writer.js'
import { API_VERSIONS } from './wire/index.js'

/** What the endpoint is set to; the values of {@link REST_OPTIONS}. */
export interface RestSettings {
  readonly address: string
  readonly port: number
  readonly bindAddress: string | undefined
  readonly bindPort: string | undefined
  /** Absolute. */
  readonly bindSocket: string | undefined
  readonly allowInsecureBind: boolean
  readonly allowedHosts: readonly string[]
  readonly allowOrigin: readonly string[]
  readonly apiVersions: readonly string[]
  readonly fetchMaxRows: number
  readonly fetchMaxBytes: number
  readonly maxUnsentBytes: number
  readonly fetchWaitMs: number
  readonly decimalForm: DecimalForm
  readonly maxContentBytes: number
  readonly maxHeaderBytes: number
  readonly maxConnections: number
  readonly headersTimeoutMs: number
  readonly requestTimeoutMs: number
  readonly responseTimeoutMs: number
  readonly keepAliveTimeoutMs: number
  readonly debugErrors: boolean
}

const DECIMAL_FORMS = ['number', 'string'] as const satisfies readonly DecimalForm[]
const LONGEST_WAIT_MS = 120_000

/** The options of the endpoint, keys without `sql-gateway.endpoint.rest.`. */
export const REST_OPTIONS = {
  address: stringOption<string>('address', '127.0.0.1', {
    doc: 'The address that clients are told, and the one that is bound where bind-address is not set.',
  }),
  port: portOption('port', 8083, {
    doc: 'The port that is bound where bind-port is not set; 0 picks a free one.',
  }),
  bindAddress: stringOption<string | undefined>('bind-address', undefined, {
    doc: 'The address to bind, such as 0.0.0.0 for all. Anything but loopback needs allow-insecure-bind.',
  }),
  bindPort: portRangeOption<string | undefined>('bind-port', undefined, {
    doc: 'The ports to bind: one, a range such as 8083-8090, or a list of both. The first that is free is taken.',
  }),
  bindSocket: pathOption<string | undefined>('bind-socket', undefined, {
    doc:
      'A Unix socket to bind in the place of address and port: only the user that the gateway runs as can connect. ' +
      'The file must not exist; it is removed when the endpoint stops.',
  }),
  allowInsecureBind: booleanOption('allow-insecure-bind', false, {
    doc:
      'Allows to bind an address that other machines reach. As the endpoint does not authenticate anyone, ' +
      'whoever reaches it can run statements and read everything that the gateway can.',
  }),
  allowedHosts: stringListOption('allowed-hosts', [], {
    doc:
      'Further names under which clients reach the gateway, without port, such as that of a proxy; * allows all. A request whose Host header is neither ' +
      'one of them, nor an IP address, nor localhost, nor address or bind-address is refused, which keeps web pages from reaching the gateway by a name of their own.',
  }),
  allowOrigin: stringListOption('allow-origin', [], {
    doc:
      'Web origins whose pages may call the gateway, such as https://console.example.com; * allows all. ' +
      'Without any, no CORS header is sent and requests of other origins are refused.',
  }),
  apiVersions: stringListOption('api-versions', ['V1', 'V2'], {
    doc:
      'The versions that GET /api_versions names. All of V1 to V4 are served whatever it says. Clients of Flink fail on a version that they do not know: ' +
      'V1, V2 suits 1.17 and later, V1, V2, V3 suits 1.20 and later, V1, V2, V3, V4 suits 2.0 and later and is needed to deploy scripts.',
    check: (versions) => {
      const isValid = versions.length > 0 && versions.every((version) => (API_VERSIONS as readonly string[]).includes(version))
      return isValid ? undefined : `a list of ${API_VERSIONS.join(', ')}`
    },
  }),
  fetchMaxRows: integerOption<number>('fetch.max-rows', 20_000, {
    doc: 'How many rows a page of a result holds at most. Flink has 5000; larger pages are faster and take more memory in clients.',
    check: atLeast(1),
  }),
  fetchMaxBytes: memorySizeOption<number>('fetch.max-size', '8 mb', {
    doc:
      'How large the values of a page are at most, as they are in memory; the JSON text is up to six times as large. ' +
      'Clients of Flink refuse an answer above 100 mb. A page holds at least one row.',
    check: atLeast(1),
  }),
  maxUnsentBytes: memorySizeOption<number>('fetch.max-unsent-size', '256 mb', {
    doc:
      'How much memory the pages of all clients take together, roughly, until the clients have read them. Where clients are slow to read, ' +
      'further pages wait; one that does not read at all is cut off after response-timeout.',
    check: atLeast(1),
  }),
  fetchWaitMs: durationOption('fetch.wait-time', '1 s', {
    doc:
      'How long a fetch waits for the first row of its page before it answers NOT_READY or an empty page, so that clients need not ask over and over. ' +
      '0 answers at once, as Flink does.',
    check: (ms) => (ms >= 0 && ms <= LONGEST_WAIT_MS ? undefined : 'from 0 to 2 min'),
  }),
  decimalForm: stringOption<DecimalForm>('decimal-format', 'number', {
    doc:
      'How DECIMAL values are written in row format JSON: number as Flink does, which its own clients and most JSON parsers read as a double and so lose ' +
      "digits beyond 17; string is exact, and Flink's clients read it, too.",
    oneOf: DECIMAL_FORMS,
  }),
  maxContentBytes: memorySizeOption<number>('max-content-length', '100 mb', {
    doc: 'How large the body of a request may be.',
    check: atLeast(1024),
  }),
  maxHeaderBytes: memorySizeOption<number>('max-header-size', '16 kb', {
    doc: 'How large the headers of a request may be, its address included.',
    check: atLeast(1024),
  }),
  maxConnections: integerOption<number>('max-connections', 10_000, {
    doc: 'How many connections are held at once; further ones are closed as they come.',
    check: atLeast(1),
  }),
  headersTimeoutMs: durationOption('headers-timeout', '10 s', {
    doc: 'How long a client may take to send the headers of a request.',
    check: atLeast(1),
  }),
  requestTimeoutMs: durationOption('request-timeout', '5 min', {
    doc: 'How long a client may take to send a whole request.',
    check: atLeast(1),
  }),
  responseTimeoutMs: durationOption('response-timeout', '1 min', {
    doc: 'How long a client may take to accept the next part of an answer before its connection is cut.',
    check: atLeast(1),
  }),
  keepAliveTimeoutMs: durationOption('keep-alive-timeout', '65 s', {
    doc: 'How long a connection without a request is kept open.',
    check: atLeast(1),
  }),
  debugErrors: booleanOption('debug-errors', false, {
    doc: 'Shows clients the stack and the causes of errors. They tell about the inside of the gateway: for development only.',
  }),
} as const satisfies OptionTable<RestSettings>
