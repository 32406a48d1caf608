import { chmodSync, cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { installOnce } from '../support/cache.js'
import { runCommand } from '../support/command.js'
import { java17Home } from '../support/java.js'
import { downloadPypiFile } from '../support/pypi.js'

const SPARK = {
  project: 'pyspark',
  version: '3.5.8',
  form: 'source',
  sha256: '54cca0767b21b40e3953ad1d30f8601c53abf9cbda763653289cdcfcac52313c',
} as const

/** Apache Spark on this machine. */
export interface SparkHome {
  readonly version: string
  /** What SPARK_HOME names: `bin` and `jars`. Read-only: a changed file leads to a fresh installation. */
  readonly dir: string
  readonly javaHome: string
}

/** Brings Apache Spark with its Thrift Server into the peer cache (about 320 MB to download, once) and answers where it is. */
export async function installSpark(say: (text: string) => void): Promise<SparkHome> {
  const javaHome = java17Home()
  const dir = await installOnce(`spark-${SPARK.version}`, { edition: 1, ...SPARK }, async (target) => {
    const work = join(target, '.work')
    mkdirSync(work)
    say(`spark ${SPARK.version}: downloading`)
    const archive = await downloadPypiFile(SPARK, work)
    say(`spark ${SPARK.version}: unpacking`)
    await runCommand('tar', ['-xzf', archive, '-C', work])
    for (const folder of ['bin', 'jars'])
      cpSync(join(work, `pyspark-${SPARK.version}`, 'deps', folder), join(target, folder), { recursive: true })
    for (const script of readdirSync(join(target, 'bin'))) chmodSync(join(target, 'bin', script), 0o755)
    rmSync(work, { recursive: true })
  })
  return { version: SPARK.version, dir, javaHome }
}
