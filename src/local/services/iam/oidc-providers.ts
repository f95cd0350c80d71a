import type { CreateOpenIDConnectProviderRequest } from '@aws-sdk/client-iam';
import type { Call } from '../../core/call.ts';
import { type Operation, operation, type Permission } from '../../core/service.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import type { OidcProviderRecord } from '../../state.ts';
import { alreadyExists, invalidInput, limitExceeded, noSuchEntity } from './errors.ts';
import { pageOf, tagList, tagsIfAny, withoutTags } from './naming.ts';
import type { Nothing, Outputs } from './outputs.generated.ts';
import { taggedWith } from './tag-keys.ts';

interface OnProvider {
  readonly OpenIDConnectProviderArn: string;
  readonly ClientID?: string;
  readonly ThumbprintList?: string[];
  readonly Tags?: { Key: string; Value: string }[];
  readonly TagKeys?: string[];
}

interface Paging {
  readonly MaxItems?: number;
  readonly Marker?: string;
}

const on =
  (action: string) =>
  (input: OnProvider, { caller }: Call): readonly Permission[] => [
    {
      action: `iam:${action}`,
      resource: input.OpenIDConnectProviderArn,
      accountId: caller.accountId,
    },
  ];

function find({ core, caller }: Call, arn: string): OidcProviderRecord | undefined {
  const found = core.state.oidcProviders.get(arn);
  return found?.accountId === caller.accountId ? found : undefined;
}

function provider(call: Call, arn: string): OidcProviderRecord {
  const found = find(call, arn);
  if (found === undefined) {
    throw noSuchEntity(`OpenIDConnect Provider not found for arn ${arn}`);
  }
  return found;
}

/**
 * The issuer as IAM stores it: without scheme. AWS accepts https only; the local AWS also accepts http on
 * loopback, so that a test can be its own identity provider.
 */
function issuerOf(url: string): string {
  let parsed: URL | undefined;
  try {
    parsed = new URL(url);
  } catch {
    parsed = undefined;
  }
  const loopback = parsed?.hostname === '127.0.0.1' || parsed?.hostname === 'localhost';
  const accepted = parsed?.protocol === 'https:' || (parsed?.protocol === 'http:' && loopback);
  if (parsed === undefined || !accepted || parsed.search !== '') {
    throw new AwsError('ValidationError', 'Invalid Open ID Connect Provider URL');
  }
  return url.replace(/^https?:\/\//, '');
}

/** The limits of a provider (IAM quotas; texts as AWS gave them in February 2026). */
function requireFew(clientIds: readonly string[] = [], thumbprints: readonly string[] = []): void {
  if (thumbprints.length > 5) {
    throw invalidInput('Thumbprint list must contain fewer than 5 entries.');
  }
  if (clientIds.length > 100) {
    throw limitExceeded('Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100');
  }
}

export const oidcProviderOperations: Record<string, Operation> = {
  CreateOpenIDConnectProvider: operation<
    CreateOpenIDConnectProviderRequest,
    Outputs['CreateOpenIDConnectProvider']
  >({
    permissions: (input, { caller }) => [
      {
        action: 'iam:CreateOpenIDConnectProvider',
        resource: arnOf(caller.accountId, (input.Url ?? '').replace(/^https?:\/\//, '')),
        accountId: caller.accountId,
      },
    ],
    run(input, { core, caller, now }) {
      const url = issuerOf(input.Url ?? '');
      requireFew(input.ClientIDList, input.ThumbprintList);
      const tags = taggedWith({}, input.Tags);
      const arn = arnOf(caller.accountId, url);
      if (core.state.oidcProviders.get(arn) !== undefined) {
        throw alreadyExists(`Provider with url ${input.Url} already exists.`);
      }
      core.state.oidcProviders.put(arn, {
        accountId: caller.accountId,
        arn,
        url,
        ...(input.Url?.startsWith('http:') ? { scheme: 'http' } : {}),
        clientIds: input.ClientIDList ?? [],
        thumbprints: input.ThumbprintList ?? [],
        createdAt: now,
        tags,
      });
      return { OpenIDConnectProviderArn: arn, Tags: undefined, ...tagsIfAny(tags) };
    },
  }),
  GetOpenIDConnectProvider: operation<OnProvider, Outputs['GetOpenIDConnectProvider']>({
    permissions: on('GetOpenIDConnectProvider'),
    run(input, call) {
      const found = provider(call, input.OpenIDConnectProviderArn);
      return {
        Url: found.url,
        ClientIDList: found.clientIds,
        ThumbprintList: found.thumbprints,
        CreateDate: new Date(found.createdAt),
        Tags: tagList(found.tags),
        // For IAM Identity Center, which does not exist here.
        ContextProvider: undefined,
        IdentityCenterInstanceArn: undefined,
        IdentityStoreArn: undefined,
      };
    },
  }),
  ListOpenIDConnectProviders: operation<object, Outputs['ListOpenIDConnectProviders']>({
    permissions: (_input, { caller }) => [
      {
        action: 'iam:ListOpenIDConnectProviders',
        resource: '*',
        accountId: caller.accountId,
      },
    ],
    run: (_input, { core, caller }) => ({
      OpenIDConnectProviderList: core.state.oidcProviders
        .list({ prefix: `arn:aws:iam::${caller.accountId}:` })
        .map(({ key }) => ({ Arn: key })),
    }),
  }),
  DeleteOpenIDConnectProvider: operation<OnProvider, Outputs['DeleteOpenIDConnectProvider']>({
    permissions: on('DeleteOpenIDConnectProvider'),
    run({ OpenIDConnectProviderArn: arn }, call) {
      if (find(call, arn) === undefined) {
        throw noSuchEntity(`OpenId connect Provider ${arn} cannot be found.`);
      }
      call.core.state.oidcProviders.delete(arn);
      return {};
    },
  }),
  AddClientIDToOpenIDConnectProvider: change(
    'AddClientIDToOpenIDConnectProvider',
    (found, input) => {
      const clientIds = [...new Set([...found.clientIds, input.ClientID ?? ''])];
      requireFew(clientIds);
      return { clientIds };
    },
  ),
  RemoveClientIDFromOpenIDConnectProvider: change(
    'RemoveClientIDFromOpenIDConnectProvider',
    (found, input) => ({ clientIds: found.clientIds.filter((id) => id !== input.ClientID) }),
  ),
  UpdateOpenIDConnectProviderThumbprint: change(
    'UpdateOpenIDConnectProviderThumbprint',
    (_found, input) => {
      requireFew([], input.ThumbprintList);
      return { thumbprints: input.ThumbprintList ?? [] };
    },
  ),
  ListOpenIDConnectProviderTags: operation<
    OnProvider & Paging,
    Outputs['ListOpenIDConnectProviderTags']
  >({
    permissions: on('ListOpenIDConnectProviderTags'),
    run(input, call) {
      const { tags } = provider(call, input.OpenIDConnectProviderArn);
      const { items, ...page } = pageOf(tagList(tags), input);
      return { Tags: items, ...page };
    },
  }),
  TagOpenIDConnectProvider: change('TagOpenIDConnectProvider', (found, input) => ({
    tags: taggedWith(found.tags, input.Tags),
  })),
  UntagOpenIDConnectProvider: change('UntagOpenIDConnectProvider', (found, input) => ({
    tags: withoutTags(found.tags, input.TagKeys),
  })),
};

function change(
  action: string,
  changes: (found: OidcProviderRecord, input: OnProvider) => Partial<OidcProviderRecord>,
): Operation {
  return operation<OnProvider, Nothing>({
    permissions: on(action),
    run(input, call) {
      const found = provider(call, input.OpenIDConnectProviderArn);
      call.core.state.oidcProviders.put(found.arn, { ...found, ...changes(found, input) });
      return {};
    },
  });
}

function arnOf(accountId: string, issuer: string): string {
  return `arn:aws:iam::${accountId}:oidc-provider/${issuer}`;
}
