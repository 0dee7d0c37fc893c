/** Tests run from the sources; what they start as processes of their own runs from dist (npm test builds first). */
export default {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  testMatch: [
    '<rootDir>/*/src/**/*.test.ts',
    '<rootDir>/dashboard-service/web/src/**/*.test.ts',
    '<rootDir>/tests/**/*.test.ts',
  ],
  modulePathIgnorePatterns: ['<rootDir>/.rollcall/', '/dist/'],
  // It has a condition "source" of its own, which is not meant for us.
  moduleNameMapper: { '^eventsource-parser$': '<rootDir>/node_modules/eventsource-parser/dist/index.js' },
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } }] },
  globalSetup: '<rootDir>/tests/setup/start-engines.ts',
  globalTeardown: '<rootDir>/tests/setup/stop-engines.ts',
  reporters: ['default', '<rootDir>/tests/setup/closing-line.js'],
  testTimeout: 180_000,
  maxWorkers: 3,
}
