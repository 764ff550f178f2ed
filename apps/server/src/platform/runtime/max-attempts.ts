/** After so many tries, by error or by death, an execution stays failed. */
export const MAX_ATTEMPTS = 5
