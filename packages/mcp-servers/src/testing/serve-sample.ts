/** The sample over stdio, as a program. */

import { serveStdio } from '../kit/serve-stdio.ts'
import { createServerLog } from '../kit/server-log.ts'
import { sampleServer } from './sample-server.ts'

const log = createServerLog('sample', 'info', (line) => process.stderr.write(line))
await serveStdio(sampleServer, { env: process.env, log })
