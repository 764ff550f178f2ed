/** GET /api/v1/system: what is real here and what stands in. */
import { SystemStatus } from '@insa/contracts'
import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'

export const systemRoutes =
  (status: () => Promise<SystemStatus>): FastifyPluginAsync =>
  async (plain) => {
    plain.withTypeProvider<ZodTypeProvider>().get(
      '/api/v1/system',
      {
        schema: {
          tags: ['System'],
          summary: 'What is real and what stands in',
          response: { 200: SystemStatus },
        },
        config: { signedIn: true },
      },
      () => status(),
    )
  }
