import { environmentName, LAUNCHER_VARIABLES } from '../configuration/environment-source.js'

/** The environment variables that a user may want to know of besides those of the options, with what they do. */
export const VARIABLES: Readonly<Record<string, string>> = Object.freeze({
  ...LAUNCHER_VARIABLES,
  [environmentName('sql-gateway.data-dir')]: 'The folder of everything that outlives a restart. Default: var in the home folder.',
  UV_THREADPOOL_SIZE:
    'How many threads work for engines inside the process; has to exceed the number of their statements that run at once. Default: 80.',
})
