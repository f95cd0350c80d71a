/** What an organization has at most. Source: Organizations User Guide, "Quotas and service limits". */
export const quotas = {
  units: 2000,
  /** Levels of units below the root. */
  depth: 5,
  /** Policies of an organization's own, of each type. */
  policies: { SERVICE_CONTROL_POLICY: 10_000, RESOURCE_CONTROL_POLICY: 1000 },
  /** Policies of a type that are attached to a root, a unit or an account. */
  attached: 5,
  /** Of a service or resource control policy. */
  characters: 5120,
} as const;
