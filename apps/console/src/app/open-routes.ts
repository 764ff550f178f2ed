import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { SignInSearch, TokenSearch } from '../features/identity/identity.search.ts'
import { rootRoute } from './root-route.ts'

const signIn = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: SignInSearch,
  component: lazyRouteComponent(
    () => import('../features/identity/sign-in-page.tsx'),
    'SignInPage',
  ),
})

const forgotPassword = createRoute({
  getParentRoute: () => rootRoute,
  path: '/forgot-password',
  component: lazyRouteComponent(
    () => import('../features/identity/forgot-password-page.tsx'),
    'ForgotPasswordPage',
  ),
})

const resetPassword = createRoute({
  getParentRoute: () => rootRoute,
  path: '/reset-password',
  validateSearch: TokenSearch,
  component: lazyRouteComponent(
    () => import('../features/identity/reset-password-page.tsx'),
    'ResetPasswordPage',
  ),
})

const acceptInvitation = createRoute({
  getParentRoute: () => rootRoute,
  path: '/accept-invitation',
  validateSearch: TokenSearch,
  component: lazyRouteComponent(
    () => import('../features/identity/accept-invitation-page.tsx'),
    'AcceptInvitationPage',
  ),
})

/** The pages before the sign-in. */
export const openRoutes = [signIn, forgotPassword, resetPassword, acceptInvitation] as const
