// This file has to be understood by old versions of Node too, to be able to say that they are too old.
import module from 'node:module'
import { join } from 'node:path'
import v8 from 'node:v8'

// Long runs make much garbage: it is collected early, instead of taking as much memory as the machine has. One optimizing
// compiler is enough for them, and each takes its own.
for (const flag of ['--semi-space-growth-factor=1', '--heap-growing-percent=30', '--no-maglev'])
  v8.setFlagsFromString(flag)

/** Runs the command line in a Node that is new enough; compiled code is kept in the cache directory. */
export function start(argv) {
  const version = process.versions.node.split('.').map(Number)
  if (version[0] < 22 || (version[0] === 22 && version[1] < 12)) {
    process.stderr.write(`standin needs Node 22.12 or newer, and this is Node ${process.versions.node}.\n`)
    process.exitCode = 3
    return
  }
  import('../dist/cli/process-io.js')
    .then(({ processIo }) => {
      const io = processIo()
      module.enableCompileCache(join(io.cacheDirectory, 'code'))
      return import('../dist/cli/main.js').then(({ main }) => main(argv, io))
    })
    .then((code) => {
      process.exitCode = code
    })
    .catch((thrown) => {
      process.stderr.write(`${thrown.stack}\nstandin could not be loaded: its installation is not complete.\n`)
      process.exitCode = 70
    })
}
