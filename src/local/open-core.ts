import { randomBytes } from 'node:crypto';
import { MovableClock } from '../clock/clock.ts';
import { log } from '../log/log.ts';
import type { DataFolder } from '../storage/data-folder.ts';
import { keptOffset } from './clock-range.ts';
import type { Core } from './core/call.ts';
import { ContentCollector } from './ecr/content-collector.ts';
import { EventBus } from './events/bus.ts';
import { BodyBudget } from './front-door/body-budget.ts';
import { ServedNames } from './front-door/served-names.ts';
import { Authorizer } from './identity/authorize.ts';
import { ImageUse } from './image-use/image-use.ts';
import { IssuerKeys } from './issuers/issuer-keys.ts';
import { localKeysOf } from './issuers/local-issuers.ts';
import { OthersUse } from './limits/others-use.ts';
import { RateLimits } from './limits/rate-limits.ts';
import { openState, type State } from './state.ts';
import { Trail } from './trail/trail.ts';
import { callsOfOthers } from './usage/ecr-metrics.ts';
import { KeyUse } from './usage/key-use.ts';
import { Metrics } from './usage/metrics.ts';
import { portErrorsOf } from './usage/nat-metrics.ts';
import { RequestCounts } from './usage/request-counts.ts';
import { portsOfNat } from './vpc/nat-ports.ts';

/** How a local AWS is to behave. */
export interface CoreOptions {
  readonly iam: 'enforce' | 'off';
  readonly fidelity: 'ecr' | 'spec';
  readonly account: string;
  readonly region: string;
  /** Where pull through cache rules look instead of a registry host, such as a mirror of Docker Hub. */
  readonly upstreams?: Readonly<Record<string, string>>;
  /** Whether requests to ECR are counted against its published quotas. */
  readonly rateLimits?: boolean;
  /** Further host names under which clients may ask, besides those of the loopback interface and of AWS. */
  readonly names?: readonly string[];
}

/**
 * Puts the parts of a local AWS together.
 * @param folder where files are kept, and events for files go.
 * @param endpoint where clients reach it, as soon as that is known.
 */
export function openCore(
  options: CoreOptions,
  { metadata, blobs }: DataFolder,
  folder: string,
  endpoint: () => string,
): Core & { readonly issuers: IssuerKeys } {
  const state = openState(metadata);
  const clock = new MovableClock(keptOffset(state.settings, Date.now(), log));
  const others = new OthersUse(state.demands, state.quotas, () => clock.now());
  const ofCallers = callsOfOthers(others);
  const ofGateways = portErrorsOf(state.network.natGateways, portsOfNat, () => clock.now());
  return {
    state,
    blobs,
    content: new ContentCollector(state, blobs, clock),
    clock,
    authorizer: new Authorizer(state, options.iam),
    issuers: new IssuerKeys((issuer) => localKeysOf(state, issuer)),
    names: new ServedNames(options.names),
    bodies: new BodyBudget(),
    limits: new RateLimits(options.rateLimits ?? false, () => performance.now(), others),
    events: new EventBus(state, clock, folder),
    trail: new Trail(),
    metrics: new Metrics((metric, first, last) => [
      ...ofCallers(metric, first, last),
      ...ofGateways(metric, first, last),
    ]),
    requests: new RequestCounts(),
    keyUse: new KeyUse(),
    imageUse: new ImageUse(state, clock, () => ({
      host: new URL(endpoint()).host,
      registryId: options.account,
      region: options.region,
    })),
    settings: {
      defaultAccount: options.account,
      defaultRegion: options.region,
      iam: options.iam,
      fidelity: options.fidelity,
      upstreams: options.upstreams ?? {},
      sealingKey: sealingKey(state),
      endpoint,
    },
  };
}

function sealingKey(state: State): Buffer {
  const known = state.settings.get('sealing-key');
  if (known !== undefined) return Buffer.from(known.value, 'base64');
  const made = randomBytes(32);
  state.settings.put('sealing-key', { value: made.toString('base64') });
  return made;
}
