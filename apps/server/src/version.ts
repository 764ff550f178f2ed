/** The version of this release, from the server's package.json. */
import manifest from '../package.json' with { type: 'json' }

export const VERSION = manifest.version
