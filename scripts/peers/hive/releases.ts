import type { MavenJar } from '../support/maven.js'

const HIVE = 'org.apache.hive'

/** Hive's JDBC driver with all it needs in one jar, by version: the last one of each line that is in use. */
export const HIVE_JDBC_JARS = {
  '2.3.9': standalone('2.3.9', '93d621413448413cf8e39ef1b79e9b27ec60b6aaef6bfd92b08bc8e7082d457f'),
  '3.1.3': standalone('3.1.3', '2f99f0912136d2d3ee72b26c5fa628c1edf3aac24908da21d3f5a92926074ec0'),
  '4.0.1': standalone('4.0.1', '5d74bb0130aae6a8a2fad9cf5ffa1608974a55f1013464334490f7e06311959e'),
} as const satisfies Record<string, MavenJar>

/** A version of {@link HIVE_JDBC_JARS}. */
export type HiveJdbcVersion = keyof typeof HIVE_JDBC_JARS

/** Beeline, and of what it depends on, all that it loads beside the driver's jar when it talks to a server. */
export const BEELINE_JARS: readonly MavenJar[] = [
  { group: HIVE, artifact: 'hive-beeline', version: '3.1.3', sha256: '323ea549c6456796dd12c396f72de65ab862083389cff40a2a1b50f5949443d8' },
  { group: 'jline', artifact: 'jline', version: '2.12', sha256: 'd34b45c8ca4359c65ae61e406339022e4731c739bc3448ce3999a60440baaa72' },
  {
    group: 'net.sf.supercsv',
    artifact: 'super-csv',
    version: '2.2.0',
    sha256: 'bf743e0c1f1c42d19df236d82fa0b34128cd5e82cde6e491e316ec274f94bfbe',
  },
  {
    group: 'commons-cli',
    artifact: 'commons-cli',
    version: '1.2',
    sha256: 'e7cd8951956d349b568b7ccfd4f5b2529a8c113e67c32b028f52ffda371259d9',
  },
  {
    group: 'commons-io',
    artifact: 'commons-io',
    version: '2.6',
    sha256: 'f877d304660ac2a142f3865badfc971dec7ed73c747c7f8d5d2f5139ca736513',
  },
  {
    group: 'com.google.guava',
    artifact: 'guava',
    version: '19.0',
    sha256: '58d4cc2e05ebb012bbac568b032f75623be1cb6fb096f3c60c72a86f7f057de4',
  },
  {
    group: 'org.apache.thrift',
    artifact: 'libthrift',
    version: '0.9.3',
    sha256: 'bca5e8cdee1e0fbf563de7d41c452385e7bed69723fa28225a9ce718a8ee3419',
  },
  {
    group: 'commons-lang',
    artifact: 'commons-lang',
    version: '2.6',
    sha256: '50f11b09f877c294d56f24463f47d28f929cf5044f648661c0f0cfbae9a2f49c',
  },
  {
    group: 'org.apache.hadoop',
    artifact: 'hadoop-common',
    version: '3.1.0',
    sha256: 'ffd6cf2775b7df69436a02f3f8823139994deca16ec273e067c498805da72a62',
  },
]

function standalone(version: string, sha256: string): MavenJar {
  return { group: HIVE, artifact: 'hive-jdbc', version, classifier: 'standalone', sha256 }
}
