import { defineConfig, mergeConfig } from 'vitest/config';
import vite from './vite.config.ts';

/** Tests of rules, of the server and of rights; those in a browser run apart, with their own command. */
export default mergeConfig(
  vite({ command: 'serve', mode: 'test' }),
  defineConfig({
    test: {
      include: ['src/**/*.test.ts', 'tests/**/*.test.ts'],
      exclude: ['node_modules/**', 'dist/**', 'tests/navigateur/**'],
      globalSetup: ['tests/support/demarrage-global.ts'],
      // Processes and not threads: tests of the embedded database change TMPDIR and send signals.
      pool: 'forks',
      maxWorkers: 2,
      testTimeout: 30_000,
      hookTimeout: 30_000,
    },
  }),
);
