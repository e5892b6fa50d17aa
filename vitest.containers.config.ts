import { defineConfig } from 'vitest/config'

/** For the tests in containers, which need an engine: `npm run test:containers`. */
export default defineConfig({
  test: {
    include: ['test/containers/**/*.test.ts'],
    globalSetup: ['test/suite/suite-directory.ts', 'test/build.ts', 'test/containers/nothing-left.ts'],
    setupFiles: ['test/suite/each-file.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // The suite's directory is looked through and removed.
    teardownTimeout: 120_000,
    // One engine does the work of all of them.
    fileParallelism: false,
  },
})
