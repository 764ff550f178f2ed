/** The double as a program over stdio: `node main.ts FOLDER`. */
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import { createDouble, doubleFiles } from './mcp-double.ts'

const [folder = '.'] = process.argv.slice(2)
await createDouble(doubleFiles(folder)).connect(new StdioServerTransport())
