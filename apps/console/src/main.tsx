import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { speakPlainly } from './app/form-words.ts'
import { createQueryClient } from './app/query-client.ts'
import { watchErrors } from './app/report-errors.ts'
import { createConsoleRouter, pageOf } from './app/router.ts'
import { watchTheme } from './app/theme.ts'
import { Toasts } from './app/toasts.tsx'

const queryClient = createQueryClient({
  onSignedOut: () => {
    queryClient.removeQueries({ queryKey: ['me'] })
    const { href, pathname } = router.state.location
    if (pathname === '/sign-in') return
    void router.navigate({ to: '/sign-in', search: { next: href, why: 'ended' }, replace: true })
  },
})
const router = createConsoleRouter(queryClient)

watchErrors(() => pageOf(router))
watchTheme()
speakPlainly()

const container = document.getElementById('root')
if (!container) throw new Error('index.html has no element with the id "root".')
createRoot(container).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
      <Toasts />
    </QueryClientProvider>
  </StrictMode>,
)
