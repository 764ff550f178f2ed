/** The version that our servers say they are, from this package's package.json. */
import manifest from '../package.json' with { type: 'json' }

export const VERSION = manifest.version
