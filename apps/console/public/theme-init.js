// Runs before the first paint, as a file of its own because the page's policy allows no inline script:
// the stored theme, or the system's, is on <html> before anything is drawn.
try {
  const stored = localStorage.getItem('insa.theme')
  const dark =
    stored === 'dark' || (stored !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.classList.toggle('dark', dark)
} catch {
  // Storage may be closed (private window): the light theme stays.
}
