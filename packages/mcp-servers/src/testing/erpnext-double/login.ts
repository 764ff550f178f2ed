/** Sessions by user and password. */
import { cookieOf } from './authenticate.ts'
import type { Call, Routed } from './call.ts'
import { FrappeError } from './frappe-error.ts'
import { isEmpty, text } from './request-context.ts'

const failed = (message: string) => new FrappeError('AuthenticationError', message)

/** Failures in a row after which an account is shut for a minute. */
const MAX_FAILURES = 10

export function login({ ctx, request, sessions }: Call): Routed {
  const { usr, pwd } = request.form
  if (isEmpty(usr) || isEmpty(pwd)) throw failed('Incomplete login details')
  const user = ctx.site.db.get('User', usr)
  const failures = `login-failures:${text(usr)}`
  if (ctx.site.db.counter(failures) > MAX_FAILURES)
    throw new FrappeError(
      'SecurityException',
      'Your account has been locked and will resume after 60 seconds',
    )
  if (!user || user._password !== pwd) {
    ctx.site.db.next(failures)
    ctx.site.db.commit() // a wrong password counts although the request fails
    throw failed('Invalid login credentials')
  }
  ctx.site.db.setCounter(failures, 0)
  const sid = sessions.start(text(user.name))
  const isPortal = user.user_type !== 'System User'
  return {
    body: {
      message: isPortal ? 'No App' : 'Logged In',
      home_page: isPortal ? '/me' : '/app',
      full_name: user.full_name,
    },
    cookies: [
      `sid=${sid}; Path=/; HttpOnly; SameSite=Lax`,
      'system_user=yes; Path=/',
      `full_name=${encodeURIComponent(text(user.full_name))}; Path=/`,
      `user_id=${encodeURIComponent(text(user.name))}; Path=/`,
      'user_image=; Path=/',
    ],
  }
}

export function logout({ request, sessions }: Call): Routed {
  sessions.end(cookieOf(request, 'sid'))
  return { body: {}, cookies: ['sid=Guest; Path=/; HttpOnly; SameSite=Lax'] }
}
