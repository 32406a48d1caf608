import { beginSharing } from './broker-life.js'

/** Run by jest once, before the first test file. */
export default function setUp(): Promise<void> {
  return beginSharing()
}
