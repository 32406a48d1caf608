import type { EndpointAddress } from '@sql-gateway/gateway-common'
import type { Folders } from './folders.js'

/** What the launcher sends to the process that is to become the gateway: not by its arguments, which everybody can see. */
export interface DaemonOrder {
  readonly installation: string
  readonly folders: Folders
  readonly options: Readonly<Record<string, string>>
  readonly logFile: string
  readonly logIndex: number
}

/** What the process answers, once. */
export type DaemonReport = { readonly ready: readonly EndpointAddress[] } | { readonly failed: string }
