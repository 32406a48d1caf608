/** The body of every error, whatever its status. */
export interface ErrorResponseBody {
  readonly errors: readonly string[]
}

/** A body or answer without content: `{}`. */
export type EmptyBody = Readonly<Record<string, never>>

/** The answer of GET /api_versions. */
export interface GetApiVersionResponseBody {
  /** Such as `V1`. */
  readonly versions: readonly string[]
}

/** The answer of GET /info. */
export interface GetInfoResponseBody {
  readonly productName: string
  readonly version: string
}

/** The body of POST /sessions; all of it may be left out. */
export interface OpenSessionRequestBody {
  readonly sessionName?: string
  readonly properties?: Readonly<Record<string, string>>
}

/** The answer of POST /sessions. */
export interface OpenSessionResponseBody {
  readonly sessionHandle: string
}

/** The answer of GET /sessions/{session_handle}. */
export interface GetSessionConfigResponseBody {
  readonly properties: Readonly<Record<string, string>>
}

/** The answer of DELETE /sessions/{session_handle}. */
export interface CloseSessionResponseBody {
  readonly status: 'CLOSED'
}

/** The body of POST /sessions/{session_handle}/configure-session. */
export interface ConfigureSessionRequestBody {
  readonly statement: string
  /** Milliseconds; 0 or less means the gateway's default. */
  readonly executionTimeout?: number
}
