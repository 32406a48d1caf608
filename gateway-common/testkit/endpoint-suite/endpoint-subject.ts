import type { EndpointAddress, SqlGatewayEndpoint } from '../../src/endpoint/sql-gateway-endpoint.js'
import type { ErrorCode } from '../../src/error/error-codes.js'
import type { OperationStatus } from '../../src/operation/operation-status.js'
import type { RowKind } from '../../src/result/row-kind.js'
import type { SqlGatewayService } from '../../src/service/sql-gateway-service.js'
import type { ScriptedControl } from '../scripted-engine/scripted-control.js'

/** A service over a scripted engine, made fresh for each case: the real one, or whatever keeps its contract. */
export interface ServiceSubject {
  readonly service: SqlGatewayService
  /** Of the engine behind the service. */
  readonly control: ScriptedControl
  readonly dispose: () => Promise<void>
}

/** Part of a result as a client of the protocol gets it. */
export interface WirePage {
  readonly columns: readonly string[]
  /** Values as text, in whatever form the protocol or its client gives them; null for SQL's NULL. */
  readonly rows: readonly (readonly (string | null)[])[]
  /** One for each row; needed for changelogs unless the endpoint lacks ROW_KINDS. */
  readonly rowKinds?: readonly RowKind[]
  /** What to give as `from` for the next page; absent at the end. A page may hold no rows and not be the last. */
  readonly next?: unknown
}

/** An error as a client of the protocol gets it. */
export interface WireError {
  readonly text: string
  /** Where the protocol carries one. */
  readonly sqlState?: string
  /** Where the protocol carries one: ErrorSpec's `vendorCode`. */
  readonly vendorCode?: number
}

/**
 * A client of the protocol, connected to an endpoint under test; the adapter that the endpoint's author writes. Calls
 * reject with whatever the client throws, which {@link EndpointSubject.errorOf} reads.
 *
 * @typeParam S - how a client names a session
 * @typeParam O - how a client names an operation
 */
export interface EndpointClient<S, O> {
  /** Without SESSIONS it gives a stand-in. */
  openSession(properties: Readonly<Record<string, string>>): Promise<S>
  closeSession(session: S): Promise<void>
  /** Submits a statement. Without OPERATIONS it may wait for the end and keep the answer for `fetchPage`. */
  execute(session: S, statement: string): Promise<O>
  /**
   * Fetches part of a result. A statement that has not ended gives a page without rows that is not the last, or waits.
   * For a statement without a result set it gives what the protocol shows of it, or a last page without rows.
   *
   * @param maxRows - how many rows at most; without PAGE_SIZE it need not be heeded, as long as pages stay below 1,000 rows
   * @param from - absent for the first page, then the last page's `next`
   */
  fetchPage(session: S, operation: O, maxRows: number, from?: unknown): Promise<WirePage>
  /** The protocol's word for the operation's status. Needs OPERATIONS. */
  status(session: S, operation: O): Promise<string>
  /** Needs OPERATIONS. */
  closeOperation(session: S, operation: O): Promise<void>
  /** Needs CANCEL. */
  cancel(session: S, operation: O): Promise<void>
  /** Breaks the connection off, in the middle of an answer too; calls under way reject. Repeat calls do nothing. */
  disconnect(): Promise<void>
}

/** Input that no client of the protocol should send. */
export interface MalformedInput {
  /** Of the case, in kebab-case; unique. */
  readonly name: string
  /**
   * Sends it over a connection of its own, and tells what came back: an error as the protocol writes it, or the end of
   * the connection. Waits for one of the two.
   */
  readonly send: (address: EndpointAddress) => Promise<'error' | 'disconnect'>
  /** What is right. */
  readonly expected: 'error' | 'disconnect'
}

/** An endpoint as the suite gets it. */
export interface EndpointSubject<S, O> {
  /** The factory's identifier; sessions are opened with it as the protocol of their endpoint version. */
  readonly identifier: string
  /** Makes an endpoint that has not started, on the loopback address. @param port - 0 for any */
  readonly createEndpoint: (service: SqlGatewayService, port: number) => SqlGatewayEndpoint
  readonly connect: (address: EndpointAddress) => Promise<EndpointClient<S, O>>
  /** Reads what a client threw; absent when it is no error of the protocol, such as a broken connection. */
  readonly errorOf: (thrown: unknown) => WireError | undefined
  /** What the client is shown of errors whose text the protocol prescribes, in place of the text that the error came with. */
  readonly prescribedTexts?: Readonly<Partial<Record<ErrorCode, RegExp>>>
  /** The protocol's word for each status, from its specification and not from the endpoint's own table. */
  readonly statusWords: Readonly<Record<OperationStatus, string>>
  /** Well-formed names of a session and an operation that do not exist. */
  readonly unknownSession: S
  readonly unknownOperation: O
  readonly malformed: readonly MalformedInput[]
}
