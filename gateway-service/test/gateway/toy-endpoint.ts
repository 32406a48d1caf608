import { type EndpointContext, type OptionTable, type SqlGatewayEndpointFactory, stringOption } from '@sql-gateway/gateway-common'

export interface ToySettings {
  readonly url: string
}

/** An endpoint that listens nowhere and notes what happens to it. */
export interface ToyEndpoint {
  readonly factory: SqlGatewayEndpointFactory<ToySettings>
  /** What happened, in order. */
  readonly events: string[]
  /** The context of the one created last. */
  context(): EndpointContext<ToySettings>
}

const OPTIONS: OptionTable<ToySettings> = { url: stringOption<string>('url', 'toy://here', { doc: 'Where it pretends to answer.' }) }

interface Choices {
  readonly onCreate?: () => void
  readonly onStart?: () => Promise<void>
  readonly onStop?: () => Promise<void>
  /** Shared with other endpoints, to see what happens first. */
  readonly events?: string[]
}

export function createToyEndpoint(identifier: string, { onCreate, onStart, onStop, events = [] }: Choices = {}): ToyEndpoint {
  let latest: EndpointContext<ToySettings> | undefined
  const factory: SqlGatewayEndpointFactory<ToySettings> = {
    identifier,
    options: OPTIONS,
    createEndpoint: (context) => {
      onCreate?.()
      latest = context
      return {
        start: async () => {
          events.push(`start ${identifier}, ready: ${context.readiness().ready}`)
          await onStart?.()
          return [{ protocol: identifier, url: context.settings.url }]
        },
        stop: async () => {
          events.push(`stop ${identifier}`)
          await onStop?.()
        },
      }
    },
  }
  return {
    factory,
    events,
    context: () => {
      if (latest === undefined) throw new TypeError('no endpoint was created')
      return latest
    },
  }
}
