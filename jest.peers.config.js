import { common } from './jest.config.js'

/** Foreign clients and servers: they are installed, started and asked one after another, and a first start downloads them. */
export default {
  ...common,
  globalSetup: '<rootDir>/test/dist/peers/flink/shared/global-setup.js',
  globalTeardown: '<rootDir>/test/dist/peers/flink/shared/global-teardown.js',
  testMatch: ['**/test/dist/peers/**/*.test.js'],
  maxWorkers: 1,
  testTimeout: 900_000,
}
