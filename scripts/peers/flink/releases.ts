import type { MavenJar } from '../support/maven.js'
import type { PypiFile } from '../support/pypi.js'

/** The files that make up one Apache Flink release: jars and start scripts from PyPI, what PyPI lacks from Maven Central. */
export interface FlinkRelease {
  /** The archive with `lib`, `opt` and `plugins`. */
  readonly jars: PypiFile
  /** The archive with `bin` and `conf`. */
  readonly scripts: PypiFile
  /** The gateway, which goes into `opt`. */
  readonly gateway: MavenJar
  /** The JDBC driver and what it needs beside it, which goes into `jdbc`. */
  readonly jdbc: readonly MavenJar[]
  /** The bundle brings the client with it; the thin driver needs the release's own jars. */
  readonly jdbcBundled: boolean
}

const FLINK = 'org.apache.flink'

/** Without a logger on its class path the driver is not found at all ("No suitable driver found"). */
const SLF4J: readonly MavenJar[] = [
  {
    group: 'org.slf4j',
    artifact: 'slf4j-api',
    version: '1.7.36',
    sha256: 'd3ef575e3e4979678dc01bf1dcce51021493b4d11fb7f1be8ad982877c16a1c0',
  },
  {
    group: 'org.slf4j',
    artifact: 'slf4j-nop',
    version: '1.7.36',
    sha256: 'c214958b07816cb4412b30c7bdbd4308ffdc6ba2a83767b8f3a9229cbd9274d6',
  },
]

/** The Flink releases this project is tried with, by version. */
export const FLINK_RELEASES = {
  '2.3.0': {
    jars: {
      project: 'apache-flink-libraries',
      version: '2.3.0',
      form: 'source',
      sha256: '570bf8831d3c1336311e924e97119e52d8842e5485a4a7709ff9a92db709b006',
    },
    scripts: {
      project: 'apache-flink',
      version: '2.3.0',
      form: 'wheel',
      sha256: '0e5f612704de1610b153e919c0564b62ad513cddfcf4960f5a021658cdf41a13',
    },
    gateway: {
      group: FLINK,
      artifact: 'flink-sql-gateway',
      version: '2.3.0',
      sha256: 'aad296a152dc367ddd70727f5a57dd61958cff3d8dceb1f947bf8d9705c8d724',
    },
    jdbc: [
      {
        group: FLINK,
        artifact: 'flink-sql-jdbc-driver-bundle',
        version: '2.3.0',
        sha256: 'f9acfded5e281f1187d9a25538d757035f5687986a38b1a434256cfc4ce939ff',
      },
      ...SLF4J,
    ],
    jdbcBundled: true,
  },
  '1.20.3': {
    jars: {
      project: 'apache-flink-libraries',
      version: '1.20.3',
      form: 'source',
      sha256: 'f07f07a46bb272c1e851379ed92105928367019db31240091a5367fc92800289',
    },
    scripts: {
      project: 'apache-flink',
      version: '1.20.3',
      form: 'wheel',
      sha256: '2ab377aca9edbe9fb19fce1f28280e544971f8dba97760339d3823d9a1fb8180',
    },
    gateway: {
      group: FLINK,
      artifact: 'flink-sql-gateway',
      version: '1.20.3',
      sha256: 'f80e1c5b7a8a9e0bd57bbde5a56ca6731192acce8cfb1bce43e307a33a417c8f',
    },
    jdbc: [
      {
        group: FLINK,
        artifact: 'flink-sql-jdbc-driver',
        version: '1.20.0',
        sha256: 'de4c8afb21d1a7f6435911e3ece6dba523d270996cd4513e0f14bc9145cfdb56',
      },
      ...SLF4J,
    ],
    jdbcBundled: false,
  },
} as const satisfies Record<string, FlinkRelease>

/** A version of {@link FLINK_RELEASES}. */
export type FlinkVersion = keyof typeof FLINK_RELEASES

/** Whether a text names one of the releases. */
export function isFlinkVersion(text: string | undefined): text is FlinkVersion {
  return text !== undefined && Object.hasOwn(FLINK_RELEASES, text)
}
