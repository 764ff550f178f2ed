import type { DisqualifyingRule } from '@insa/contracts'
import type { BuyerCue, Cue, ForeignKind, Hint } from './read-cues.ts'
import type { SenderCue } from './read-sender.ts'

/** What is weighed: wordings, who writes, and how much of the message is our own work. */
export type Sign =
  | Cue
  | BuyerCue
  | Hint
  | ForeignKind
  | `from_${SenderCue}`
  | 'plant'
  | 'plant_with_own_mail'
  | 'private'
  | 'no_trade'
  | 'bare'
  | 'not_given'
  | 'no_plant'
  | 'nothing_of_ours'
  | 'school_person'
  | 'self_told'
  | 'sells_by_name'
  | 'school_mail'
  | 'seller_mail'
  | 'test_mail'
  | 'test_name'
  | 'spam_mail'
  | 'company_with_free_mail'
  | 'own_work'
  | 'much_own_work'
  | 'no_own_work'
  | 'related_trade'
  | 'gibberish'
  | 'long'
  | 'phrase'
  | 'unknown_sender'

interface RuleWeights {
  /** What the weighed signs must exceed. */
  readonly threshold: number
  /** At least one of these must be there; none listed: nothing must. */
  readonly required: readonly Sign[]
  /** Weight of one distinct wording, and how many count at most. */
  readonly weights: Readonly<Partial<Record<Sign, readonly [weight: number, most: number]>>>
}

/** Found by trying on labelled leads, with languages held out; the thresholds favour precision. */
export const WEIGHTS: Readonly<Record<DisqualifyingRule, RuleWeights>> = {
  job_seeker: {
    threshold: 4,
    required: ['job_strong', 'job_weak', 'self_told'],
    weights: {
      self_told: [0.8, 1],
      no_plant: [0.9, 1],
      phrase: [2, 1],
      unknown_sender: [1.2, 1],
      job_strong: [2.5, 2],
      job_weak: [1, 4],
      private: [1.5, 1],
      no_trade: [0.5, 1],
      bare: [0.6, 1],
      from_freelance_title: [1, 1],
      school_mail: [0.7, 1],
      plant: [-2, 1],
      rfq: [-0.5, 2],
      money: [-0.5, 2],
      ours: [-0.5, 2],
      real_need: [-1.5, 1],
      employer: [-0.5, 1],
    },
  },
  student: {
    threshold: 4,
    required: ['student_purpose', 'student_who', 'student_weak', 'school_person'],
    weights: {
      school_person: [1.2, 1],
      no_plant: [1, 1],
      phrase: [2, 1],
      unknown_sender: [1.2, 1],
      student_purpose: [2, 2],
      student_who: [1.5, 1],
      student_weak: [0.8, 5],
      from_school: [1.5, 1],
      school_mail: [1.8, 1],
      private: [1, 1],
      no_trade: [0.5, 1],
      plant: [-2.5, 1],
      boss: [-2.5, 1],
      employer: [-2, 1],
      real_need: [-2, 1],
      money: [-0.5, 2],
      job_strong: [-1, 1],
      job_weak: [-0.5, 3],
    },
  },
  vendor: {
    threshold: 3.5,
    required: [
      'vendor_strong',
      'vendor_medium',
      'vendor_offer',
      'vendor_about_us',
      'sells_by_name',
    ],
    weights: {
      mandated: [-2, 1],
      no_plant: [0.9, 1],
      phrase: [2, 1],
      unknown_sender: [1.2, 1],
      vendor_strong: [1, 3],
      vendor_medium: [0.5, 2],
      vendor_offer: [0.8, 5],
      vendor_about_us: [1, 3],
      from_seller_title: [1.5, 1],
      from_seller_name: [1, 1],
      from_seller_field: [1.3, 1],
      from_freelance_title: [1, 1],
      seller_mail: [1, 1],
      plant: [-2, 1],
      rfq: [-0.4, 2],
      ours: [-0.4, 2],
      boss: [-0.4, 1],
      need: [-0.3, 2],
      money: [-0.3, 2],
      much_own_work: [-0.5, 3],
    },
  },
  competitor: {
    threshold: 4.2,
    required: ['rates', 'price_fishing'],
    weights: {
      mandated: [-2, 1],
      no_plant: [0.5, 1],
      phrase: [2, 1],
      rates: [1, 4],
      price_fishing: [0.3, 1],
      colleague: [0.7, 3],
      from_integrator_name: [1.5, 1],
      from_integrator_field: [1.5, 1],
      integrator: [1.5, 1],
      partner: [-2.5, 1],
      plant: [-1.5, 1],
      ours: [-0.5, 2],
      much_own_work: [-0.5, 3],
    },
  },
  spam: {
    threshold: 3.2,
    required: ['fee', 'spam_strong', 'play', 'gibberish', 'test_mail', 'spam_mail', 'phrase'],
    weights: {
      mandated: [-1, 1],
      no_plant: [0.5, 1],
      phrase: [2, 1],
      fee: [1, 5],
      grandiose: [1.5, 1],
      spam_strong: [3, 2],
      company_with_free_mail: [1.5, 1],
      no_trade: [0.5, 1],
      play: [1, 3],
      test_mail: [2, 1],
      test_name: [1, 1],
      spam_mail: [1.5, 1],
      gibberish: [6, 1],
      no_own_work: [0.5, 1],
      own_work: [-0.6, 4],
      plant_with_own_mail: [-1.5, 1],
      ours: [-1, 1],
    },
  },
  awarded: {
    threshold: 1.9,
    required: ['formality'],
    weights: {
      phrase: [1, 1],
      given: [1, 2],
      not_given: [-0.8, 1],
      awarded: [1.2, 2],
      formality: [1, 3],
      awarded_counter: [-1.2, 2],
    },
  },
  out_of_scope: {
    threshold: 2,
    required: [
      'residential',
      'vehicles',
      'website_it',
      'civil_mechanical',
      'other',
      'related_trade',
      'nothing_of_ours',
    ],
    weights: {
      no_plant: [0.4, 1],
      phrase: [2, 1],
      unknown_sender: [1.2, 1],
      nothing_of_ours: [1, 1],
      residential: [1, 3],
      vehicles: [1, 2],
      website_it: [1, 3],
      civil_mechanical: [0.8, 3],
      other: [1, 3],
      related_trade: [0.5, 3],
      from_property: [1.5, 1],
      from_household: [2, 1],
      from_public: [0.5, 1],
      private: [1, 1],
      no_trade: [0.5, 1],
      bare: [0.4, 1],
      no_own_work: [0.5, 1],
      own_work: [-0.7, 4],
      student_weak: [-0.4, 3],
      student_purpose: [-1, 2],
      job_weak: [-0.5, 3],
      job_strong: [-1, 2],
      fee: [-0.8, 3],
      vendor_strong: [-0.8, 2],
      vendor_offer: [-0.4, 3],
      vendor_about_us: [-0.6, 2],
      plant: [-1.6, 1],
      ours: [-0.7, 1],
    },
  },
}
