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

/** Counts requests against ECR's quotas, through either door. */
export class RateLimits {
  readonly #isOn: boolean;
  readonly #now: () => number;
  readonly #buckets = new Map<string, TokenBucket>();

  /** @param now milliseconds of a clock that is never moved. */
  constructor(isOn: boolean, now: () => number) {
    this.#isOn = isOn;
    this.#now = now;
  }

  /** Counts one request of an operation of ECR. @returns false when it exceeds the quota. */
  admit(account: string, region: string, operation: string): boolean {
    const rate = this.#isOn ? ecrRates[operation] : undefined;
    if (rate === undefined) return true;
    const key = `${account}/${region} ${operation}`;
    const bucket = this.#buckets.get(key) ?? new TokenBucket(rate, rate, this.#now());
    this.#buckets.set(key, bucket);
    return bucket.take(this.#now());
  }
}
