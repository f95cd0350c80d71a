import { quotas } from '../../ecr/quotas.ts';
import { ecrRates } from '../../limits/rate-limits.ts';

export interface Quota {
  readonly code: string;
  readonly name: string;
  readonly value: number;
  readonly isAdjustable: boolean;
  /** Of a rate: the operation that counts. */
  readonly operation?: string;
}

/** Codes of the rates, by operation. Source: ECR User Guide, "Amazon ECR service quotas", as are all here. */
const rateCodes: Readonly<Record<string, string>> = {
  BatchCheckLayerAvailability: 'L-B9173138',
  BatchGetImage: 'L-16E70933',
  CompleteLayerUpload: 'L-44194860',
  GetAuthorizationToken: 'L-55A41110',
  GetDownloadUrlForLayer: 'L-A60A366D',
  InitiateLayerUpload: 'L-95B28F8D',
  PutImage: 'L-AD52DFB2',
  UploadLayerPart: 'L-A1670B10',
};

/** ECR's adjustable quotas: the guide gives codes of these only. */
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
