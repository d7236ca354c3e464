import { defineConfig } from 'vitest/config';

/** Tests in Chromium, against one real portal in demonstration mode, one file after the other. */
export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  test: {
    include: ['tests/navigateur/**/*.test.ts'],
    globalSetup: ['tests/navigateur/portail-de-demonstration.ts'],
    fileParallelism: false,
    // One process for all files: sessions are opened once per person, since a code is used once.
    isolate: false,
    maxWorkers: 1,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
