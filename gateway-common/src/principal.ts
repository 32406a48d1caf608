/**
 * Who makes a call. Every call of the service carries one, and a session belongs to the principal that opened it.
 *
 * Two principals are the same exactly when their names are equal.
 */
export interface Principal {
  /** Name of the user as the authentication of the endpoint gave it; `anonymous` where none is configured. */
  readonly name: string
  /** Whether the principal may see and end what belongs to others (see AdminApi). */
  readonly isAdministrator: boolean
}

/**
 * The principal of every call as long as no authentication is configured. It may administer the gateway: endpoints
 * refuse addresses other than loopback in that state unless they are told otherwise.
 */
export const ANONYMOUS: Principal = Object.freeze({ name: 'anonymous', isAdministrator: true })
