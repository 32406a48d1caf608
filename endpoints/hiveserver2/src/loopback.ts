import { lookup } from 'node:dns/promises'
import { BlockList, isIP, isIPv6 } from 'node:net'

const LOOPBACK = new BlockList()
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4')
LOOPBACK.addAddress('::1', 'ipv6')

/** Whether an address, or every address of a name, is reached from this machine alone. */
export async function isLoopback(host: string): Promise<boolean> {
  const addresses = isIP(host) === 0 ? await addressesOf(host) : [host]
  return addresses.length > 0 && addresses.every((address) => LOOPBACK.check(address, isIPv6(address) ? 'ipv6' : 'ipv4'))
}

async function addressesOf(name: string): Promise<readonly string[]> {
  try {
    return (await lookup(name, { all: true })).map(({ address }) => address)
  } catch {
    // A name that nobody knows cannot be bound either; that failure says more.
    return ['127.0.0.1']
  }
}
