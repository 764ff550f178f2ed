/** What we promise about who gets in, and what is refused at the door. */
export const ACCESS = {
  'identity.sign-in': 'A person signs in with e-mail and password, and out again.',
  'identity.session':
    'A session’s cookie counts only as it was signed, and for the address it was made for.',
  'identity.several': 'Sessions hold at every process, and end at all of them at once.',
  'identity.redis-gone': 'Sessions outlive an empty Redis, and one that is away.',
  'identity.invitation': 'A person is invited by mail and joins with the invited role.',
  'identity.password-reset': 'A forgotten password is reset by mail, once.',
  'identity.way-back-in':
    'Whoever holds the data sets a person a new password with `insa reset-password`.',
  'identity.roles': 'Administrator, manager, sales and viewer may do what one table says.',
  'identity.api-keys': 'API keys are kept hashed, act within their scopes and can be revoked.',
  'identity.closed-by-default':
    'Nothing but health checks, the sign-in and static files answers without a key or session.',

  'tenancy.api': 'Two organizations never see each other’s rows through the API.',
  'tenancy.rls':
    'On real PostgreSQL, row-level security keeps a login role to its organization’s rows.',

  'bad-input.names-the-field':
    'Bad input gets a 4xx problem that names the field and leaves nothing behind.',
  'bad-input.idempotency-key':
    'A repeated request with one Idempotency-Key acts once; with another body it is refused.',
  'bad-input.never-5xx':
    'No request that the OpenAPI document can describe, or almost, gets a 5xx.',
} as const satisfies Record<string, string>
