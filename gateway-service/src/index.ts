export * from './configuration/service-options.js'
export * from './gateway/gateway-init.js'
export * from './gateway/gateway.js'
export * from './service/create-service.js'
