import { endSharing } from './broker-life.js'

/** Run by jest once, after the last test file, whatever came of it. */
export default function tearDown(): Promise<void> {
  return endSharing()
}
