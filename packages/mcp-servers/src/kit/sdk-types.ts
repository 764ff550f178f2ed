/** Names for the SDK's types, which are long where they are generic. */
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js'
import type { ServerNotification, ServerRequest } from '@modelcontextprotocol/sdk/types.js'

export type RequestExtra = RequestHandlerExtra<ServerRequest, ServerNotification>
