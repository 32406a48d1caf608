/** Tests run on what tsc built: no transform. */
export default {
  testEnvironment: 'node',
  transform: {},
  testMatch: ['<rootDir>/**/dist/**/*.test.js'],
  testPathIgnorePatterns: ['/node_modules/', '/test/dist/peers/'],
  modulePathIgnorePatterns: ['<rootDir>/var/', '<rootDir>/.cache/'],
}
