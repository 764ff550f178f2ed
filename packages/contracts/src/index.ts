/** The shapes that cross a process: HTTP, events, agent outputs; and the typed client. Browser-safe. */
export * from './client.ts'
export * from './common.ts'
export * from './events.ts'
export * from './executions.ts'
export * from './identity.ts'
export * from './leads.ts'
export * from './qualification.ts'
export * from './reports.ts'
