import type {
  CreatePullThroughCacheRuleRequest,
  UpdatePullThroughCacheRuleRequest,
} from '@aws-sdk/client-ecr';
import { upstreamHost, upstreamOf } from '../../../ecr/upstreams.ts';
import { accountOf } from '../../../names/arn.ts';
import { parseEcrHost } from '../../../names/registry-host.ts';
import { RegistryError as UpstreamFailure } from '../../../oci/client/errors.ts';
import type { Call } from '../../core/call.ts';
import { type Operation, operation, type Permission } from '../../core/service.ts';
import { makePullThroughCacheRole } from '../../ecr/assumed-role.ts';
import { ecrErrors } from '../../ecr/errors.ts';
import { signInUpstream } from '../../ecr/upstream.ts';
import { credentialSecret } from '../../ecr/upstream-credentials.ts';
import type { PullThroughCacheRuleRecord } from '../../state.ts';
import { passRole } from './creation-templates.ts';
import { apiErrors } from './errors.ts';
import type { Outputs } from './outputs.generated.ts';
import { type Paging, page } from './paging.ts';
import { forRegistry, registryIdOf } from './requests.ts';

/** Most rules of a registry (Amazon ECR service quotas). */
const maxRules = 50;

interface OnRule {
  readonly ecrRepositoryPrefix: string;
  readonly registryId?: string;
}

const forRule =
  (action: string) =>
  (input: { readonly customRoleArn?: string | undefined }, call: Call): readonly Permission[] => [
    ...forRegistry(action)(input, call),
    ...passRole(input.customRoleArn, call),
  ];

export const pullThroughCacheRuleOperations: Record<string, Operation> = {
  CreatePullThroughCacheRule: operation<
    CreatePullThroughCacheRuleRequest & OnRule,
    Outputs['CreatePullThroughCacheRule']
  >({
    permissions: forRule('CreatePullThroughCacheRule'),
    run(input, call) {
      const { pullThroughCacheRules } = call.core.state;
      const key = keyOfRule(call, input);
      const registryId = registryIdOf(call, input);
      const rule = ruleOf(input, registryId, call.now);
      requireSecret(call, input);
      requireRole(rule);
      if (pullThroughCacheRules.get(key) !== undefined) {
        throw apiErrors.cacheRuleExists(input.ecrRepositoryPrefix, registryId);
      }
      if (pullThroughCacheRules.count(`${registryId}/${call.region} `) >= maxRules) {
        throw ecrErrors.limitExceeded(`pull through cache rules per registry, at most ${maxRules}`);
      }
      makePullThroughCacheRole(call.core, registryId);
      pullThroughCacheRules.put(key, rule);
      const { updatedAt: _updated, ...made } = render(rule);
      return made;
    },
  }),
  UpdatePullThroughCacheRule: operation<
    UpdatePullThroughCacheRuleRequest & OnRule,
    Outputs['UpdatePullThroughCacheRule']
  >({
    permissions: forRule('UpdatePullThroughCacheRule'),
    run(input, call) {
      const { credentialArn, customRoleArn } = input;
      requireSecret(call, input);
      const rule = {
        ...existing(call, input),
        ...(credentialArn === undefined ? {} : { credentialArn }),
        ...(customRoleArn === undefined ? {} : { customRoleArn }),
        updatedAt: call.now,
      };
      requireRole(rule);
      call.core.state.pullThroughCacheRules.put(keyOfRule(call, input), rule);
      const { createdAt: _created, upstreamRegistry: _kind, ...changed } = render(rule);
      const { upstreamRegistryUrl: _url, ...shown } = changed;
      return shown;
    },
  }),
  DeletePullThroughCacheRule: operation<OnRule, Outputs['DeletePullThroughCacheRule']>({
    permissions: forRegistry('DeletePullThroughCacheRule'),
    run(input, call) {
      const rule = existing(call, input);
      call.core.state.pullThroughCacheRules.delete(keyOfRule(call, input));
      const { updatedAt: _updated, upstreamRegistry: _kind, ...deleted } = render(rule);
      return deleted;
    },
  }),
  DescribePullThroughCacheRules: operation<
    { registryId?: string; ecrRepositoryPrefixes?: string[] } & Paging,
    Outputs['DescribePullThroughCacheRules']
  >({
    permissions: forRegistry('DescribePullThroughCacheRules'),
    async run(input, call) {
      const { ecrRepositoryPrefixes, ...rest } = input;
      if (ecrRepositoryPrefixes !== undefined) {
        const rules = ecrRepositoryPrefixes.map((ecrRepositoryPrefix) =>
          existing(call, { ...rest, ecrRepositoryPrefix }),
        );
        return { pullThroughCacheRules: rules.map(render), nextToken: undefined };
      }
      const prefix = `${registryIdOf(call, input)}/${call.region} `;
      const { entries, ...next } = await page(call.core.state.pullThroughCacheRules, prefix, input);
      return { pullThroughCacheRules: entries.map(({ document }) => render(document)), ...next };
    },
  }),
  ValidatePullThroughCacheRule: operation<OnRule, Outputs['ValidatePullThroughCacheRule']>({
    permissions: forRegistry('ValidatePullThroughCacheRule'),
    async run(input, call) {
      const record = existing(call, input);
      const {
        createdAt: _created,
        updatedAt: _updated,
        upstreamRegistry: _kind,
        ...rule
      } = render(record);
      const failure = await failureOf(call, record);
      return { ...rule, isValid: failure === undefined, failure };
    },
  }),
};

/**
 * Why a rule with credentials would fail upstream; rules without secret and role are not validated (ECR API
 * reference).
 */
async function failureOf(
  { core }: Call,
  rule: PullThroughCacheRuleRecord,
): Promise<string | undefined> {
  if (rule.credentialArn === undefined && !rule.customRoleArn) return undefined;
  try {
    await signInUpstream(core, rule);
    return undefined;
  } catch (error) {
    if (error instanceof UpstreamFailure) return error.message;
    throw error;
  }
}

/** @throws AwsError `SecretNotFoundException`, `UnableToAccessSecretException`. */
function requireSecret(
  call: Call,
  input: { credentialArn?: string | undefined; registryId?: string },
) {
  if (input.credentialArn === undefined) return;
  credentialSecret(call.core, { registryId: registryIdOf(call, input) }, input.credentialArn);
}

/**
 * An ECR registry of another account is accessed with a role of the caller's account (AWS documents the role as
 * required then).
 * @throws AwsError `InvalidParameterException`.
 */
function requireRole({
  registryId,
  upstreamRegistryUrl,
  customRoleArn,
}: PullThroughCacheRuleRecord) {
  const upstream = parseEcrHost(upstreamRegistryUrl);
  const isForeign = upstream !== undefined && upstream.registryId !== registryId;
  if (isForeign && !customRoleArn) {
    throw apiErrors.invalidParameter(
      'customRoleArn',
      'must be specified for an upstream registry of another account',
    );
  }
  if (customRoleArn && accountOf(customRoleArn) !== registryId) {
    throw apiErrors.invalidParameter('customRoleArn', `must be a role of account ${registryId}`);
  }
}

function keyOfRule(call: Call, input: OnRule): string {
  return `${registryIdOf(call, input)}/${call.region} ${input.ecrRepositoryPrefix}`;
}

function existing(call: Call, input: OnRule): PullThroughCacheRuleRecord {
  const found = call.core.state.pullThroughCacheRules.get(keyOfRule(call, input));
  if (found !== undefined) return found;
  throw apiErrors.cacheRuleNotFound(input.ecrRepositoryPrefix, registryIdOf(call, input));
}

function ruleOf(
  input: CreatePullThroughCacheRuleRequest & OnRule,
  registryId: string,
  now: number,
): PullThroughCacheRuleRecord {
  const upstreamRegistryUrl = upstreamHost(input.upstreamRegistryUrl ?? '');
  const upstream = upstreamOf(upstreamRegistryUrl);
  if (upstream === undefined) throw apiErrors.unsupportedUpstream(upstreamRegistryUrl);
  const { ecrRepositoryPrefix, upstreamRegistry, credentialArn, customRoleArn } = input;
  if (upstreamRegistry !== undefined && upstreamRegistry !== upstream.kind) {
    throw apiErrors.invalidParameter('upstreamRegistry', `must be ${upstream.kind} for this URL`);
  }
  if (upstream.needsCredential && credentialArn === undefined) {
    throw apiErrors.invalidParameter('credentialArn', 'must be specified for this upstream');
  }
  return {
    registryId,
    ecrRepositoryPrefix,
    upstreamRegistryUrl,
    upstreamRegistry: upstream.kind,
    ...(input.upstreamRepositoryPrefix === undefined
      ? {}
      : { upstreamRepositoryPrefix: input.upstreamRepositoryPrefix }),
    ...(credentialArn === undefined ? {} : { credentialArn }),
    ...(customRoleArn === undefined ? {} : { customRoleArn }),
    createdAt: now,
    updatedAt: now,
  };
}

/** A rule as in DescribePullThroughCacheRules; the other operations return less of it. */
function render(rule: PullThroughCacheRuleRecord) {
  return {
    registryId: rule.registryId,
    ecrRepositoryPrefix: rule.ecrRepositoryPrefix,
    upstreamRegistryUrl: rule.upstreamRegistryUrl,
    upstreamRegistry: rule.upstreamRegistry,
    upstreamRepositoryPrefix: rule.upstreamRepositoryPrefix,
    credentialArn: rule.credentialArn,
    customRoleArn: rule.customRoleArn,
    createdAt: new Date(rule.createdAt),
    updatedAt: new Date(rule.updatedAt),
  };
}
