import type { OthersUse } from './others-use.ts';
import { TokenBucket } from './token-bucket.ts';

/**
 * Requests a second that ECR accepts for each account in each Region. Source: ECR User Guide, "Amazon ECR
 * service quotas".
 */
export const ecrRates: Readonly<Record<string, number>> = {
  BatchCheckLayerAvailability: 1_000,
  BatchGetImage: 2_000,
  CompleteLayerUpload: 100,
  GetAuthorizationToken: 500,
  GetDownloadUrlForLayer: 3_000,
  InitiateLayerUpload: 100,
  PutImage: 10,
  UploadLayerPart: 500,
};

/** Codes of the rates in Service Quotas, by operation. Source: the same. */
export const rateCodes: Readonly<Record<string, string>> = {
  BatchCheckLayerAvailability: 'L-B9173138',
  BatchGetImage: 'L-16E70933',
  CompleteLayerUpload: 'L-44194860',
  GetAuthorizationToken: 'L-55A41110',
  GetDownloadUrlForLayer: 'L-A60A366D',
  InitiateLayerUpload: 'L-95B28F8D',
  PutImage: 'L-AD52DFB2',
  UploadLayerPart: 'L-A1670B10',
};

/** Counts requests against ECR's quotas, through either door. */
export class RateLimits {
  readonly #isOn: boolean;
  readonly #now: () => number;
  readonly #others: Pick<OthersUse, 'perSecond' | 'rate'> | undefined;
  readonly #buckets = new Map<string, TokenBucket>();

  /**
   * @param isOn whether quotas count; where others use one up, it counts in any case.
   * @param now milliseconds of a clock that is never moved.
   * @param others what callers that are not emulated ask for, and what was raised.
   */
  constructor(isOn: boolean, now: () => number, others?: Pick<OthersUse, 'perSecond' | 'rate'>) {
    this.#isOn = isOn;
    this.#now = now;
    this.#others = others;
  }

  /** Counts one request of an operation of ECR. @returns false when it exceeds the quota. */
  admit(account: string, region: string, operation: string): boolean {
    const taken = this.#others?.perSecond(account, region, operation) ?? 0;
    if (!this.#isOn && taken === 0) return true;
    const quota = this.#others?.rate(account, region, operation) ?? ecrRates[operation];
    if (quota === undefined) return true;
    // What others leave of each second.
    const rate = Math.max(0, quota - taken);
    const key = `${account}/${region} ${operation} ${rate}`;
    const bucket = this.#buckets.get(key) ?? new TokenBucket(rate, rate, this.#now());
    this.#buckets.set(key, bucket);
    return bucket.take(this.#now());
  }
}
