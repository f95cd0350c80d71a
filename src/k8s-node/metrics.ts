/** Upper bounds in seconds of Prometheus' default histogram, which the kubelet uses. */
const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

interface Histogram {
  readonly counts: number[];
  sum: number;
  count: number;
}

/** The kubelet's credential provider metrics (pkg/credentialprovider/plugin/metrics.go, KEP-4412). */
export class ProviderMetrics {
  readonly #errors = new Map<string, number>();
  readonly #durations = new Map<string, Histogram>();
  #configHash = '';

  /** @param hash `sha256:…` of the CredentialProviderConfig as it was read. */
  configured(hash: string): void {
    this.#configHash = hash;
  }

  failed(plugin: string): void {
    this.#errors.set(plugin, (this.#errors.get(plugin) ?? 0) + 1);
  }

  ran(plugin: string, seconds: number): void {
    const histogram = this.#durations.get(plugin) ?? {
      counts: buckets.map(() => 0),
      sum: 0,
      count: 0,
    };
    this.#durations.set(plugin, histogram);
    buckets.forEach((bound, at) => {
      if (seconds <= bound) histogram.counts[at] = (histogram.counts[at] ?? 0) + 1;
    });
    histogram.sum += seconds;
    histogram.count += 1;
  }

  /** @returns the metrics in Prometheus' text format, as the kubelet's /metrics has them. */
  render(): string {
    const errors = [...this.#errors].map(
      ([plugin, count]) =>
        `kubelet_credential_provider_plugin_errors_total${label(plugin)} ${count}`,
    );
    const durations = [...this.#durations].flatMap(([plugin, histogram]) =>
      lines(plugin, histogram),
    );
    const info =
      this.#configHash === ''
        ? []
        : [`kubelet_credential_provider_config_info{hash=${JSON.stringify(this.#configHash)}} 1`];
    return [
      ...family(
        'config_info',
        'gauge',
        'Information about the last applied credential provider configuration with hash as label',
        info,
      ),
      ...family(
        'plugin_duration',
        'histogram',
        'Duration of execution in seconds for credential provider plugin',
        durations,
      ),
      ...family(
        'plugin_errors_total',
        'counter',
        'Number of errors from credential provider plugin',
        errors,
      ),
      '',
    ].join('\n');
  }
}

function lines(plugin: string, { counts, sum, count }: Histogram): string[] {
  const name = 'kubelet_credential_provider_plugin_duration';
  return [
    ...buckets.map((bound, at) => `${name}_bucket${label(plugin, bound)} ${counts[at] ?? 0}`),
    `${name}_bucket${label(plugin, '+Inf')} ${count}`,
    `${name}_sum${label(plugin)} ${sum}`,
    `${name}_count${label(plugin)} ${count}`,
  ];
}

function label(plugin: string, bound?: number | string): string {
  const le = bound === undefined ? '' : `,le="${bound}"`;
  return `{plugin_name=${JSON.stringify(plugin)}${le}}`;
}

function family(name: string, type: string, help: string, samples: string[]): string[] {
  if (samples.length === 0) return [];
  const full = `kubelet_credential_provider_${name}`;
  return [`# HELP ${full} [ALPHA] ${help}`, `# TYPE ${full} ${type}`, ...samples];
}
