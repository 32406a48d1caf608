import { type GatewayError, gatewayError } from '@sql-gateway/gateway-common'

/** Why the calls around delegation tokens are refused. */
export function noDelegationTokens(): GatewayError {
  return gatewayError('FEATURE.UNSUPPORTED', 'Delegation tokens belong to Kerberos, which this gateway does not speak.')
}

/** Why UploadData and DownloadData are refused. */
export function noDataTransfer(): GatewayError {
  return gatewayError('FEATURE.UNSUPPORTED', 'Data is not uploaded or downloaded through this call; use INSERT and SELECT.')
}
