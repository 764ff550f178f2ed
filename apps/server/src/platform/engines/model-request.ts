/** A request of the Messages API, on its way to whoever serves the model. */
export interface ModelRequest {
  /** Behind the base URL, with its query: `/v1/messages?beta=true`. */
  path: string
  headers: Headers
  body: string
}
