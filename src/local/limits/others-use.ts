import type { Collection } from '../../storage/metadata.ts';
import type { DemandRecord, QuotaRecord } from '../records/emulator.ts';
import { ecrRates, rateCodes } from './rate-limits.ts';

const minute = 60_000;

/** Whose quota of which operation, as ECR counts it. */
interface Counted {
  readonly account: string;
  readonly region: string;
  readonly operation: string;
}

/**
 * What callers that are not emulated take of ECR's quotas. They are counted as what they would be: in the quota's second,
 * and by minute in CloudWatch.
 */
export class OthersUse {
  readonly #demands: Collection<DemandRecord>;
  readonly #quotas: Collection<QuotaRecord>;
  readonly #now: () => number;

  /** @param now milliseconds since the epoch, of the movable clock. */
  constructor(
    demands: Collection<DemandRecord>,
    quotas: Collection<QuotaRecord>,
    now: () => number,
  ) {
    this.#demands = demands;
    this.#quotas = quotas;
    this.#now = now;
  }

  /** Requests that others make in the second of a request. */
  perSecond(account: string, region: string, operation: string): number {
    return this.#demands.get(demandKey({ account, region, operation }))?.perSecond ?? 0;
  }

  /** The quota in force: ECR's own, or what it was raised to. */
  rate(account: string, region: string, operation: string): number | undefined {
    const code = rateCodes[operation];
    if (code === undefined) return undefined;
    return this.#quotas.get(`${account}/${region} ${code}`)?.value ?? ecrRates[operation];
  }

  /**
   * The requests of others by minute since the epoch, as far as they lie in a span of minutes.
   * @param throttled only those over the quota.
   */
  byMinute(which: Counted, first: number, last: number, throttled: boolean): [number, number][] {
    const demand = this.#demands.get(demandKey(which));
    if (demand === undefined) return [];
    const seconds = demand.manner === 'steady' ? 60 : 1;
    const rate = this.rate(which.account, which.region, which.operation) ?? Infinity;
    const each = throttled ? Math.max(0, demand.perSecond - rate) : demand.perSecond;
    const from = Math.max(first, Math.floor(demand.since / minute));
    const to = Math.min(last, Math.floor(this.#now() / minute));
    const found: [number, number][] = [];
    for (let slot = from; slot <= to; slot++) found.push([slot, each * seconds]);
    return each === 0 ? [] : found;
  }
}

export function demandKey({ account, region, operation }: Counted): string {
  return `${account}/${region} ${operation}`;
}
