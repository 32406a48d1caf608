import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runDownload } from './command.js'
import { PeerError } from './peer-error.js'

/** One file of the Python package index, pinned by its SHA-256. */
export interface PypiFile {
  readonly project: string
  readonly version: string
  readonly sha256: string
  /** `source` takes the source archive, `wheel` the one built for CPython 3.11 on Linux x64, whatever runs here. */
  readonly form: 'source' | 'wheel'
}

const WHEEL_TARGET = ['--only-binary', ':all:', '--python-version', '3.11', '--platform', 'manylinux2014_x86_64']
const WHEEL_PLATFORMS = ['--platform', 'manylinux_2_17_x86_64', '--platform', 'manylinux1_x86_64']

/**
 * Downloads one file through the machine's own pip and its settings and answers where it is.
 * pip itself refuses what does not have the pinned checksum. `dir` must hold no other file.
 */
export async function downloadPypiFile(file: PypiFile, dir: string): Promise<string> {
  const requirements = join(dir, 'requirements.txt')
  writeFileSync(requirements, `${file.project}==${file.version} --hash=sha256:${file.sha256}\n`)
  const form = file.form === 'source' ? ['--no-binary', file.project] : [...WHEEL_TARGET, ...WHEEL_PLATFORMS]
  const common = ['-m', 'pip', 'download', '-q', '--disable-pip-version-check', '--no-cache-dir', '--no-deps', '--require-hashes']
  await runDownload('python3', [...common, ...form, '-d', dir, '-r', requirements])
  const found = readdirSync(dir).find((name) => /\.(tar\.gz|whl)$/.test(name))
  if (found === undefined) throw new PeerError(`pip brought no file of ${file.project} ${file.version}`)
  return join(dir, found)
}
