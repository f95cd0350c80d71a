export interface Metric {
  readonly account: string;
  readonly region: string;
  readonly namespace: string;
  readonly name: string;
  /** In the order of their names. */
  readonly dimensions: readonly (readonly [name: string, value: string])[];
}

interface Series {
  readonly metric: Metric;
  /** Counts by minute since the epoch. */
  readonly minutes: Map<number, number>;
}

const minute = 60_000;
/** Minutes that a series keeps: a week without gaps. */
const maxMinutes = 10_080;
const maxSeries = 10_000;

/** What is counted without being emulated, by minute since the epoch; none for metrics that it is not about. */
export type CountedBeside = (metric: Metric, first: number, last: number) => [number, number][];

/** Counts by minute, as CloudWatch keeps them. In memory. */
export class Metrics {
  readonly #series = new Map<string, Series>();
  /** The same series by short names, which cost less to build than a metric. */
  readonly #byName = new Map<string, Series>();
  readonly #beside: CountedBeside;

  constructor(beside: CountedBeside = () => []) {
    this.#beside = beside;
  }

  /**
   * Adds one.
   * @param name identifies the metric.
   * @param describe builds the metric, the first time.
   */
  count(name: string, describe: () => Metric, at: number): void {
    const series = this.#byName.get(name) ?? this.#open(name, describe());
    if (series === undefined) return;
    const slot = Math.floor(at / minute);
    series.minutes.set(slot, (series.minutes.get(slot) ?? 0) + 1);
    if (series.minutes.size > maxMinutes) {
      for (const oldest of series.minutes.keys()) {
        series.minutes.delete(oldest);
        break;
      }
    }
  }

  #open(name: string, metric: Metric): Series | undefined {
    if (this.#series.size >= maxSeries) return undefined;
    const key = keyOf(metric);
    const series = this.#series.get(key) ?? { metric, minutes: new Map() };
    this.#series.set(key, series);
    this.#byName.set(name, series);
    return series;
  }

  list(account: string, region: string): Metric[] {
    return [...this.#series.values()]
      .map(({ metric }) => metric)
      .filter((metric) => metric.account === account && metric.region === region);
  }

  /**
   * Sums the counts of each period that has any, oldest first.
   * @param period in milliseconds, whole minutes.
   */
  sums(metric: Metric, from: number, to: number, period: number): { at: number; sum: number }[] {
    const sums = new Map<number, number>();
    const first = Math.floor(from / minute);
    const last = Math.ceil(to / minute) - 1;
    const own = this.#series.get(keyOf(metric))?.minutes ?? [];
    for (const [slot, count] of [...own, ...this.#beside(metric, first, last)]) {
      const at = Math.floor((slot * minute) / period) * period;
      if (slot < first || slot > last) continue;
      sums.set(at, (sums.get(at) ?? 0) + count);
    }
    return [...sums].sort(([a], [b]) => a - b).map(([at, sum]) => ({ at, sum }));
  }

  clear(): void {
    this.#series.clear();
    this.#byName.clear();
  }
}

function keyOf({ account, region, namespace, name, dimensions }: Metric): string {
  return JSON.stringify([account, region, namespace, name, dimensions]);
}
