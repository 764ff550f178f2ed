/** Mail domains that anybody can have an address at; source: the npm package free-email-domains. */
import domains from 'free-email-domains'

const FREE = new Set<string>(domains)

/** @param domain the part behind the @, in any case. */
export const isFreeMail = (domain: string): boolean => FREE.has(domain.toLowerCase())
