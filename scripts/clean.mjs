#!/usr/bin/env node
/** Deletes what the build wrote, in every project; node_modules and data stay. */
import { rmSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { projectFolders } from './bootstrap/projects.mjs'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))

for (const folder of ['.', ...projectFolders(root)]) rmSync(path.join(root, folder, 'dist'), { recursive: true, force: true })
