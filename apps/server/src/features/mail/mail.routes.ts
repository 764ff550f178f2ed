/** /api/v1/mail: what we sent, and what is kept because no mail server is set. */
import { MailListQuery, OutgoingMail, pageOf } from '@insa/contracts'
import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Database } from '../../platform/database/database.ts'
import { decodeCursor, toPage } from '../../platform/http/cursor.ts'
import { notFound } from '../../platform/http/errors.ts'
import type { Actor } from '../../platform/identity/actor.ts'
import { SECRET_TEMPLATES } from '../../platform/identity/mails.ts'
import { mayReadSecretMail } from '../../platform/identity/permissions.ts'
import { findMail, listMails, type MailRow, presentMail } from '../../platform/mail/mail.store.ts'
import { ADMINISTRATORS_TEMPLATES } from '../../platform/mail/outgoing-mail.ts'

const tags = ['Mail']

/** A link that lets somebody in is read by administrators only, and by nobody once it went out to its reader. */
const isHidden = (actor: Actor, { template, status }: MailRow) =>
  SECRET_TEMPLATES.has(template) && (status === 'sent' || !mayReadSecretMail(actor))

/** Whoever could see that an alarm was mailed could try which record rings. */
const unknownTo = (actor: Actor): readonly string[] =>
  actor.permissions.has('canaries:manage') ? [] : [...ADMINISTRATORS_TEMPLATES]

const present = (actor: Actor, row: MailRow) => presentMail(row, isHidden(actor, row))

export const mailRoutes =
  (database: Database): FastifyPluginAsync =>
  async (plain) => {
    const app = plain.withTypeProvider<ZodTypeProvider>()
    app.get(
      '/api/v1/mail',
      {
        schema: {
          tags,
          summary: 'Outgoing mail, newest first',
          querystring: MailListQuery,
          response: { 200: pageOf(OutgoingMail) },
        },
        config: { permission: 'mail:read' },
      },
      async ({ actor, query }) => {
        const after = decodeCursor(query.cursor)
        const rows = await database.tenant(actor.organizationId, (tx) =>
          listMails(tx, { ...query, without: unknownTo(actor) }, after?.[1] ?? null),
        )
        return toPage(
          rows,
          query.limit,
          (row) => [null, row.id],
          (row) => present(actor, row),
        )
      },
    )
    app.get(
      '/api/v1/mail/:id',
      {
        schema: {
          tags,
          summary: 'One mail',
          params: z.strictObject({ id: z.uuid() }),
          response: { 200: OutgoingMail },
        },
        config: { permission: 'mail:read' },
      },
      async ({ actor, params }) => {
        const row = await database.tenant(actor.organizationId, (tx) => findMail(tx, params.id))
        if (!row || unknownTo(actor).includes(row.template)) throw notFound('mail', params.id)
        return present(actor, row)
      },
    )
  }
