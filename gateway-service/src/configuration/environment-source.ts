import type { ConfigurationSource } from './configuration-source.js'

/** The environment variables of the launcher that are no options, with what they do. */
export const LAUNCHER_VARIABLES = {
  SQL_GATEWAY_HOME:
    'The home folder, which holds conf, plugins, log, run and var unless they are moved one by one. Default: the installation.',
  SQL_GATEWAY_CONF_DIR: 'The folder of sql-gateway.yaml. Default: conf in the home folder.',
  SQL_GATEWAY_LOG_DIR: 'The folder of the log files. Default: log in the home folder.',
  SQL_GATEWAY_PID_DIR: 'The folder of the pid file, in which every gateway that runs has a line. Default: run in the home folder.',
  SQL_GATEWAY_BUILD:
    'In a clone of the sources: `never` takes the build as it is, however old; without it the launcher installs and builds first where that is needed.',
} as const

/**
 * Variables that Kubernetes sets in every container of a namespace with a service called sql-gateway. They look like
 * ours and are not.
 */
const SERVICE_LINK = /^SQL_GATEWAY_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT(_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)$/

/** The environment variable of a key: upper case, with `_` for every dot and dash. */
export function environmentName(key: string): string {
  return key.toUpperCase().replaceAll(/[.-]/g, '_')
}

/**
 * The options given by environment variables. A variable that is empty counts as not set.
 *
 * @param environment - as `process.env`
 */
export function createEnvironmentSource(environment: Readonly<Record<string, string | undefined>>): ConfigurationSource {
  const given = new Map<string, string>()
  for (const [name, value] of Object.entries(environment)) {
    if (!name.startsWith('SQL_GATEWAY_') || value === undefined || value === '') continue
    if (Object.hasOwn(LAUNCHER_VARIABLES, name) || SERVICE_LINK.test(name)) continue
    given.set(name, value)
  }
  return {
    spell: environmentName,
    get: (name) => {
      const value = given.get(name)
      return value === undefined ? undefined : { value, origin: `environment variable ${name}` }
    },
    names: () => given.keys(),
    otherNames: Object.keys(LAUNCHER_VARIABLES),
  }
}
