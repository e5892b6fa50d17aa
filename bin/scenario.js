#!/usr/bin/env node
import { start } from './start.js'

start(['scenario'].concat(process.argv.slice(2)))
