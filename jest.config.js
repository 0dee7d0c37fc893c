/** Tests run from the sources; what they start as processes of their own runs from dist (npm test builds first). */
export default {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  testMatch: ['<rootDir>/*/src/**/*.test.ts', '<rootDir>/tests/**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/.rollcall/', '/dist/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } }] },
  globalSetup: '<rootDir>/tests/setup/start-engines.ts',
  globalTeardown: '<rootDir>/tests/setup/stop-engines.ts',
  reporters: ['default', '<rootDir>/tests/setup/closing-line.js'],
  testTimeout: 180_000,
  maxWorkers: 3,
}
