/** What a server is written with. How: packages/mcp-servers/README.md. */
export { defineServer, type ServerIdentity } from './define-server.ts'
export { defineTool, type Tool, type ToolCall } from './define-tool.ts'
export { ToolError } from './tool-error.ts'
