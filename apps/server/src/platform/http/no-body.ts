/** The body of a POST that takes none: nothing, or an empty object; a field in it is a mistake that somebody wants to hear of. */
import { z } from 'zod'

export const NoBody = z.strictObject({}).nullish()
