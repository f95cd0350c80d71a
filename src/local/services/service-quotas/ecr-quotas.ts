import { quotas } from '../../ecr/quotas.ts';
import { ecrRates, rateCodes } from '../../limits/rate-limits.ts';

export interface Quota {
  readonly code: string;
  readonly name: string;
  readonly value: number;
  readonly isAdjustable: boolean;
  /** Of a rate: the operation that counts. */
  readonly operation?: string;
}

/** ECR's adjustable quotas: the guide gives codes of these only (ECR User Guide, "Amazon ECR service quotas"). */
export const ecrQuotas: readonly Quota[] = [
  {
    code: 'L-CFEB8E8D',
    name: 'Registered repositories',
    value: quotas.repositories,
    isAdjustable: true,
  },
  { code: 'L-03A36CE1', name: 'Images per repository', value: quotas.images, isAdjustable: true },
  ...Object.entries(rateCodes).map(([operation, code]) => ({
    code,
    name: `Rate of ${operation} requests`,
    value: ecrRates[operation] ?? 0,
    isAdjustable: true,
    operation,
  })),
];
