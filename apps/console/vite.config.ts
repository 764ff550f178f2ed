import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Where the server listens while `vite` serves the console with hot reload. */
const SERVER = 'http://localhost:8080'

/** What every page needs changes with our dependencies, not with our code: browsers keep it over our releases. */
const EVERYWHERE =
  /node_modules\/(react|react-dom|scheduler|@tanstack|zod|sonner|clsx|tailwind-merge|eventsource-parser)\//

/** From so many users on a module goes with the others into one file: forty tiny ones cost more than they save. */
const SHARED_BY = 6

export default defineConfig({
  plugins: [react(), tailwindcss()],
  build: {
    target: 'es2022',
    chunkSizeWarningLimit: 600,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'vendor', test: EVERYWHERE, priority: 2 },
            {
              name: 'shared',
              test: /src\/|lucide-react|radix/,
              minShareCount: SHARED_BY,
              priority: 1,
            },
          ],
        },
      },
    },
  },
  server: { proxy: { '/api': SERVER, '/openapi.json': SERVER, '/docs': SERVER } },
})
