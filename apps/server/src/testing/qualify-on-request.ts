import type { TestOrganization } from './test-organizations.ts'

/** New leads of the organization wait until somebody asks for their qualification. */
export async function qualifyOnRequest(organization: TestOrganization): Promise<void> {
  const { settings } = organization.as('manager')
  await settings.updateQualification({ ...(await settings.qualification()), auto_qualify: false })
}
