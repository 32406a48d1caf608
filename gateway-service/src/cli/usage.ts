import { COMMANDS } from './arguments.js'

/** The short help. */
export const USAGE = [
  'Usage: sql-gateway.sh <command> [-Dkey=value …]',
  '',
  ...Object.entries(COMMANDS).map(([command, doc]) => `  ${command.padEnd(18)}${doc}`),
].join('\n')
