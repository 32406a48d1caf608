import type { EngineCatalog } from '../engine/engine-catalog.js'
import type { SessionHandle } from '../handle.js'
import type { Principal } from '../principal.js'

type ForSession<F> = F extends (...args: infer A) => infer R ? (caller: Principal, session: SessionHandle, ...args: A) => R : never

/**
 * The catalog as a session sees it: the calls of {@link EngineCatalog}, each with caller and session before its own
 * arguments. They never wait behind a running statement; a busy session answers from a sibling connection, and its
 * temporary objects may be missing then.
 *
 * @throws {GatewayError} SESSION.NOT_FOUND
 */
export type CatalogApi = { readonly [K in keyof EngineCatalog]: ForSession<EngineCatalog[K]> }
