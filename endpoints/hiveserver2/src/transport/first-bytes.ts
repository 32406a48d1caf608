/** How a client begins to speak. */
export type Opening = 'sasl' | 'nosasl' | 'http' | 'tls' | 'framed' | 'compact' | 'unknown'

const FIRST_BYTES = new Map<number, Opening>([
  // SASL's status START.
  [0x01, 'sasl'],
  // Strict binary protocol, and compact protocol.
  [0x80, 'nosasl'],
  [0x82, 'compact'],
  // A TLS handshake record.
  [0x16, 'tls'],
  // The length of a frame below 16 MB.
  [0x00, 'framed'],
])

/** Tells by the first byte how a client speaks; methods of HTTP are capital letters. */
export function openingOf(firstByte: number): Opening {
  return FIRST_BYTES.get(firstByte) ?? (firstByte >= 0x41 && firstByte <= 0x5a ? 'http' : 'unknown')
}
