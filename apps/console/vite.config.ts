import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Where the server listens while `vite` serves the console with hot reload. */
const SERVER = 'http://localhost:8080'

export default defineConfig({
  plugins: [react(), tailwindcss()],
  build: { target: 'es2022', chunkSizeWarningLimit: 600 },
  server: { proxy: { '/api': SERVER, '/openapi.json': SERVER, '/docs': SERVER } },
})
