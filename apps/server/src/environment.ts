/** The variables of the environment: their shapes, and the words that `.env.example` shows. Only config.ts reads them. */
import { z } from 'zod'
import { ERPNEXT_VARIABLES } from './erpnext-access.ts'
import { MODEL_VARIABLES } from './model-access.ts'
import { USUAL_LEASE_S } from './platform/processes/patience.ts'
import { parseRedisUrl } from './platform/redis/redis-url.ts'

const redisAddress = () =>
  z
    .string()
    .superRefine((url, context) => {
      try {
        parseRedisUrl(url)
      } catch (error) {
        context.addIssue({ code: 'custom', message: (error as Error).message })
      }
    })
    .optional()

/** Every variable, in the order of `.env.example`. */
export const ENVIRONMENT = {
  PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(8080)
    .describe('Port of the API and the console; 0 picks a free one.'),
  HOST: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe('Address to listen on. Anything but loopback needs TLS in front.'),
  INSA_PUBLIC_URL: z
    .url()
    .optional()
    .describe('The address people type, for links in mails. Default: http://localhost:PORT.'),
  INSA_DATA_DIR: z
    .string()
    .min(1)
    .default('./data')
    .describe('Where the embedded mode keeps its data.'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe('PostgreSQL 16 or newer; without it, PGlite in INSA_DATA_DIR.'),
  DATABASE_MIGRATION_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe(
      'The same database, as a user who may change its schema, for `insa migrate`; then the user of DATABASE_URL needs no right of its own.',
    ),
  DATABASE_REPLICA_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe('A replica of it, for reports; while it is away they are read from DATABASE_URL.'),
  INSA_DATABASE_POOL: z.coerce
    .number()
    .int()
    .min(2)
    .max(500)
    .default(10)
    .describe('Connections of one process to DATABASE_URL.'),
  REDIS_URL: redisAddress().describe(
    'Redis 7 or newer, for several processes: wakes workers, carries events, shares limits. redis://host:6379/3, or sentinels: redis+sentinel://host:26379,host:26379/mymaster/3. Needs DATABASE_URL.',
  ),
  INSA_ADMIN_EMAIL: z
    .email()
    .default('admin@example.com')
    .describe('First administrator (first start only).'),
  INSA_ADMIN_PASSWORD: z
    .string()
    .min(8)
    .max(128)
    .optional()
    .describe(
      'Password of the first administrator; made up and printed once when absent (first start only).',
    ),
  INSA_ADMIN_API_KEY: z
    .string()
    .min(8)
    .max(200)
    .optional()
    .describe('First API key, with all rights (first start only).'),
  ...MODEL_VARIABLES,
  INSA_MCP_CONFIG: z
    .string()
    .min(1)
    .optional()
    .describe(
      'File that names MCP servers. Default: ./.mcp.json, else ~/.mcp.json, where there is one.',
    ),
  INSA_MCP_TOKEN: z
    .string()
    .min(16)
    .optional()
    .describe(
      'Bearer token that `insa mcp serve NAME --http` asks of its clients; needed beyond loopback.',
    ),
  ...ERPNEXT_VARIABLES,
  SMTP_URL: z
    .url({ protocol: /^smtps?$/ })
    .optional()
    .describe(
      'Mail server, e.g. smtps://user:password@mail.example.com. Without it mails are kept and read in the console.',
    ),
  MAIL_FROM: z.string().min(3).default('INSA CRM <crm@localhost>').describe('Sender of our mails.'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('How much is logged.'),
  SENTRY_DSN: z
    .url({ protocol: /^https?$/ })
    .refine((dsn) => /^\w+:\/\/[^/@:]+(:[^/@]*)?@[^/]+\/.*\w/.test(dsn), {
      message: 'It is written https://KEY@HOST/PROJECT.',
    })
    .optional()
    .describe(
      'Tells this Sentry of errors, too: https://KEY@HOST/PROJECT. Without it they are on the page Errors alone.',
    ),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      'OpenTelemetry collector that traces go to, by OTLP over HTTP: http://localhost:4318. Without it none are made.',
    ),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('The whole address for traces, where it is not …/v1/traces of the one above.'),
  OTEL_EXPORTER_OTLP_PROTOCOL: z
    .enum(['http/protobuf', 'http/json'])
    .default('http/protobuf')
    .describe(
      'How they are written. OpenTelemetry’s other variables hold as well: OTEL_EXPORTER_OTLP_HEADERS, OTEL_TRACES_SAMPLER, OTEL_SERVICE_NAME …',
    ),
  OTEL_SDK_DISABLED: z
    .enum(['true', 'false'])
    .default('false')
    .describe('true: no traces, whatever else is set.'),
  INSA_SECRET_KEY: z
    .string()
    .min(32)
    .optional()
    .describe('Signs sessions. Made and kept in INSA_DATA_DIR when absent.'),
  INSA_CONCURRENCY: z.coerce
    .number()
    .int()
    .min(1)
    .max(64)
    .default(4)
    .describe('Executions run at the same time by one process.'),
  INSA_LEASE_SECONDS: z.coerce
    .number()
    .int()
    .min(3)
    .max(600)
    .default(USUAL_LEASE_S)
    .describe(
      'A worker that gives no sign for this long is taken for dead and its work goes on elsewhere; how long mail servers, ERPNext and schedulers are waited for follows from it. The same for all processes of a site.',
    ),
  INSA_HEALTH_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .optional()
    .describe(
      'Port of /healthz, /readyz and /metrics of `insa worker` and `insa scheduler`. Default: none.',
    ),
  INSA_KEEP_WARM: z
    .enum(['0', '1'])
    .default('0')
    .describe(
      '1: touches what stands for every lead in the model’s cache before its hour is over, where that pays.',
    ),
  INSA_METRICS_TOKEN: z
    .string()
    .min(16)
    .optional()
    .describe('Bearer token for /metrics from other machines; loopback needs none.'),
} as const
