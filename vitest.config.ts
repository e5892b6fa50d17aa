import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // They have suites of their own: `npm run test:containers`, `npm run test:peers`.
    exclude: ['test/containers/**', 'test/peers/**'],
    globalSetup: ['test/suite/suite-directory.ts', 'test/build.ts'],
    setupFiles: ['test/suite/each-file.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // The suite's directory is looked through and removed.
    teardownTimeout: 120_000,
    maxWorkers: 2,
  },
})
