import { defineConfig } from 'vitest/config'

/* Real servers: Apache Kafka, FerretDB. `npm run test:peers`. */
export default defineConfig({
  test: {
    include: ['test/peers/**/*.test.ts'],
    globalSetup: ['test/suite/suite-directory.ts', 'test/build.ts', 'test/peers/servers.ts'],
    setupFiles: ['test/suite/each-file.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // The suite's directory is looked through and removed.
    teardownTimeout: 120_000,
    maxWorkers: 2,
  },
})
