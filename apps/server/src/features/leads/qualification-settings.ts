/** The tenant's settings that a qualification reads. */

import { DEFAULT_COMPANY_PROFILE } from '@insa/baseline'
import {
  CompanyProfile,
  DEFAULT_QUALIFICATION_SETTINGS,
  QualificationSettings,
} from '@insa/contracts'
import type { Setting } from '../../platform/settings/settings.store.ts'

export const QUALIFICATION: Setting<QualificationSettings> = {
  name: 'qualification',
  schema: QualificationSettings,
  fallback: DEFAULT_QUALIFICATION_SETTINGS,
}

export const COMPANY_PROFILE: Setting<CompanyProfile> = {
  name: 'company_profile',
  schema: CompanyProfile,
  fallback: DEFAULT_COMPANY_PROFILE,
}
