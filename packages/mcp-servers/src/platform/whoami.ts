import { type Client, Organization, Permission } from '@insa/contracts'
import { z } from 'zod'
import { defineTool } from '../kit/index.ts'
import { throughApi } from '../kit/insa-api.ts'

export const whoami = (client: Client) =>
  defineTool({
    name: 'whoami',
    title: 'Who am I',
    description: 'Whose key this is, in which organization, and what it may do.',
    effect: 'read',
    input: z.strictObject({}),
    output: z.object({
      name: z.string(),
      email: z.string().nullable(),
      organization: z.object(Organization.pick({ id: true, name: true, role: true }).shape),
      permissions: z.array(Permission),
    }),
    run: (_, { signal }) => throughApi(client.me({ signal })),
  })
