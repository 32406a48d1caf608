export * from './configuration/service-options.js'
export * from './service/create-service.js'
