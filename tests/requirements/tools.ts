/** What we promise about tools, the one door to them, and the servers that bring them. */
export const TOOLS = {
  'gateway.deny-by-default': 'An agent calls no tool that its list does not grant.',
  'gateway.code-only':
    'A tool that is code’s own step is neither shown to a model nor called for one.',
  'gateway.bound-to-lead': 'An agent that works on one lead reads and writes that lead only.',
  'gateway.list-filtered': 'A model is shown only the tools that its agent may call.',
  'gateway.refusal-recorded': 'A refused call is recorded.',
  'gateway.fail-closed': 'If the tool policy cannot be read, nothing is allowed.',

  'mcp.config': 'MCP servers are named in a file of the format that other clients use.',
  'mcp.life':
    'MCP servers over stdio and Streamable HTTP are started, initialized, listed, looked after and started again.',
  'mcp.environment': 'An MCP server’s process gets PATH, HOME and what its entry names.',
  'mcp.cancel': 'A call that nobody waits for any more is cancelled at the server.',
  'mcp.circuit': 'A server that keeps failing is left alone for a while.',
  'mcp.health':
    'Health, tools, calls, errors and latency of every server are shown; errors to their organization only.',
  'mcp.read-first':
    'A model gets the tools of a server when an administrator has read them, not before.',
  'mcp.pinned': 'What a server lists is pinned at first sight, and it is said so.',
  'mcp.quarantine':
    'A server whose tools change in any way is quarantined until an administrator approves the difference.',
  'mcp.platform': 'The CRM can be worked from an MCP client: leads, scores, runs, approvals.',
  'mcp.platform.rights':
    'Whoever works it over MCP has the rights of their key, and their sessions to themselves.',
  'mcp.platform.approvals':
    'Over MCP, too, a person approves: they are shown the change in their client and asked.',
  'mcp.schemas':
    'Every tool of every server of ours answers as its output schema says, by the official client.',
  'mcp.claude-code':
    'The real Claude Code lists and calls our MCP servers from a .mcp.json, over stdio and HTTP.',
  'mcp.postgres':
    'save_agent_execution, get_customer_history and query_lead_scores are tools of the MCP server postgres, over the API.',

  'kit.tools':
    'A tool of our MCP servers is declared once, and listed and answered alike over stdio and HTTP, by its schemas.',
  'kit.errors':
    'A tool’s failure says which field and what to do; a fault of ours is logged and hidden.',
  'kit.truncation':
    'An answer that is too long is cut, and says what was cut and how much is left.',
  'kit.progress': 'A tool tells its client how far it is, and logs from the level that it wants.',
  'kit.cancel': 'A tool stops when its client cancels, and at the end of its time.',
  'kit.http.door':
    'An MCP server over HTTP stays on loopback, or asks for a token, and refuses rebound names.',
  'kit.metrics': 'Calls of an MCP server’s tools are counted and timed, by how they ended.',
  'kit.serve':
    '`insa mcp serve NAME` serves one of our MCP servers over stdio, or HTTP with `--http`.',

  'conformance.server':
    'The protocol’s conformance suite passes against our MCP servers, without exceptions.',
  'conformance.client': 'It passes against the gateway’s client, for what that client does.',
} as const satisfies Record<string, string>
