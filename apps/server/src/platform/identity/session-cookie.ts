/** The session's token, from the cookie that better-auth has signed (session-cookie.test.ts asks better-auth itself). */
import { createHmac, timingSafeEqual } from 'node:crypto'

const NAME = 'insa.session_token'

/**
 * @param secure the site is reached by https: then its cookie is one that no page reached otherwise can have set
 * @returns null without a cookie, or with one that was not signed with the secret
 */
export function sessionToken(
  cookies: string | undefined,
  { secret, secure }: { secret: string; secure: boolean },
): string | null {
  const wanted = secure ? `__Secure-${NAME}=` : `${NAME}=`
  const cookie = cookies?.split(/; */).find((pair) => pair.startsWith(wanted))
  const [, token, signature] = /^(.+)\.([^.]+)$/.exec(decoded(cookie?.slice(wanted.length))) ?? []
  if (!token || !signature) return null
  const ours = createHmac('sha256', secret).update(token).digest()
  const theirs = Buffer.from(signature, 'base64')
  return theirs.length === ours.length && timingSafeEqual(theirs, ours) ? token : null
}

function decoded(value = ''): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return ''
  }
}
