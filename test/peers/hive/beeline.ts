import path from 'node:path'
import { installBeeline } from '#scripts/peers/hive/install.js'
import { type ForeignCommand, type ForeignRun, runForeign } from '../support/foreign-process.js'
import type { HiveGateway } from './hive-gateway.js'

/** Beeline, connected to a gateway of ours. */
export interface Beeline {
  /** How it is started with arguments behind the address, and what a person would type. */
  command(args: readonly string[], typed?: { readonly input?: string; readonly settings?: string }): ForeignCommand
  /** Runs it so, to its end. */
  run(args: readonly string[], typed?: { readonly input?: string; readonly settings?: string }): Promise<ForeignRun>
}

/** Installs Beeline and lets it put its own files into a folder. */
export async function beelineIn(folder: string, gateway: Pick<HiveGateway, 'hiveAddress'>): Promise<Beeline> {
  const { javaHome, classPath } = await installBeeline()
  const command: Beeline['command'] = (args, { input = '', settings = '' } = {}) => {
    const url = `jdbc:hive2://${gateway.hiveAddress}/default${settings}`
    const main = ['-Xmx256m', `-Duser.home=${folder}`, '-cp', classPath, 'org.apache.hive.beeline.BeeLine']
    const connect = ['-u', url, '-n', 'me', '-p', 'secret', '--color=false', '--maxWidth=200']
    return { command: path.join(javaHome, 'bin', 'java'), args: [...main, ...connect, ...args], cwd: folder, input }
  }
  return { command, run: (args, typed) => runForeign(command(args, typed)) }
}
