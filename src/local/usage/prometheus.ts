import type { Core } from '../core/call.ts';
import type { OperationCounts } from './request-counts.ts';

type Labels = Readonly<Record<string, string>>;
type Sample = readonly [labels: Labels, value: number];

/**
 * The error codes of the two doors for a caller whose policies do not allow the request, and for one over a
 * rate limit.
 */
const denials = new Set([
  'AccessDeniedException',
  'AccessDenied',
  'UnauthorizedOperation',
  'DENIED',
]);
const throttles = new Set(['ThrottlingException', 'TOOMANYREQUESTS']);

/** The state of the local AWS and the requests to it, in Prometheus' text format. */
export function prometheusMetrics(core: Core, version: string): string {
  const { state, clock, settings, requests, imageUse } = core;
  const operations = requests.operations();
  return [
    gauge('hawser_info', 'Version of Hawser.', 1, { version }),
    gauge('hawser_clock_offset_seconds', 'How far the clock was moved.', clock.offset / 1000),
    gauge('hawser_iam_enforced', 'Whether policies decide.', settings.iam === 'enforce' ? 1 : 0),
    gauge('hawser_repositories', 'Repositories in all registries.', state.repositories.count()),
    gauge('hawser_images', 'Images in all repositories.', state.images.count()),
    gauge('hawser_sessions', 'Temporary credentials issued.', state.sessions.count()),
    gauge('hawser_faults', 'Faults that are injected.', state.faults.count()),
    counter(
      'hawser_requests_total',
      'Requests by operation and error code; OK for success.',
      operations.flatMap((one) =>
        [...one.codes].map(([code, count]): Sample => [{ ...labelsOf(one), code }, count]),
      ),
    ),
    counter(
      'hawser_requests_denied_total',
      'Requests that policies denied.',
      operations.map((one) => [labelsOf(one), countOf(one, denials)]),
    ),
    counter(
      'hawser_requests_throttled_total',
      'Requests over a rate limit.',
      operations.map((one) => [labelsOf(one), countOf(one, throttles)]),
    ),
    family('hawser_request_duration_seconds', 'Time to answer.', 'summary', [
      ...samples(
        'hawser_request_duration_seconds_sum',
        operations.map((one) => [labelsOf(one), one.seconds]),
      ),
      ...samples(
        'hawser_request_duration_seconds_count',
        operations.map((one) => [labelsOf(one), countOf(one)]),
      ),
    ]),
    counter(
      'hawser_pulls_total',
      'Manifests served, by repository.',
      [...requests.pulls()].map(([repository, count]) => [{ repository }, count]),
    ),
    counter(
      'hawser_images_lost_in_use_total',
      'Images and tags deleted while a pod used them.',
      Object.entries(imageUse.counts()).map(([kind, count]) => [{ kind }, count]),
    ),
  ].join('');
}

function labelsOf({ service, operation, door }: OperationCounts): Labels {
  return { service, operation, door };
}

function countOf({ codes }: OperationCounts, which?: ReadonlySet<string>): number {
  return [...codes].reduce(
    (sum, [code, count]) => sum + (which === undefined || which.has(code) ? count : 0),
    0,
  );
}

function gauge(name: string, help: string, value: number, labels: Labels = {}): string {
  return family(name, help, 'gauge', samples(name, [[labels, value]]));
}

/** A counter; series without counts are omitted. */
function counter(name: string, help: string, all: readonly Sample[]): string {
  return family(
    name,
    help,
    'counter',
    samples(
      name,
      all.filter(([, value]) => value > 0),
    ),
  );
}

function family(name: string, help: string, type: string, lines: readonly string[]): string {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines, ''].join('\n');
}

function samples(name: string, all: readonly Sample[]): string[] {
  return all.map(([labels, value]) => {
    const pairs = Object.entries(labels).map(([label, text]) => `${label}=${JSON.stringify(text)}`);
    return `${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${value}`;
  });
}
