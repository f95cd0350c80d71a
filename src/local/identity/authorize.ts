import {
  type AppliedPolicies,
  type CompiledPolicy,
  compilePolicy,
  type Decision,
  evaluate,
  type PolicyKind,
} from '../../iam/index.ts';
import type { Permission } from '../core/service.ts';
import { endpointPolicy } from '../net/request-origin.ts';
import { managedDocument } from '../services/iam/policy-documents.ts';
import { withTags } from '../services/iam/tag-keys.ts';
import { nameKey, type PrincipalRecord, type State } from '../state.ts';
import type { Caller } from './caller.ts';
import { grantPolicies } from './granted.ts';
import { keysOf, Organizations } from './organization-layers.ts';

type Context = Readonly<Record<string, string | readonly string[]>>;

/** The caller's side of every decision: the policies in force and the condition keys of the identity. */
interface Standing {
  readonly version: number;
  readonly policies: AppliedPolicies;
  readonly context: Context;
}

const maxRemembered = 5_000;

/** The condition keys whose values change although nothing is written and the request is the same. */
const timeKeys = ['aws:CurrentTime', 'aws:EpochTime'] as const;

/**
 * Decides whether a caller may perform an action, by the current policies. What was read is cached until the
 * next write.
 */
export class Authorizer {
  readonly #state: State;
  readonly #enforced: boolean;
  readonly #organizations: Organizations;
  readonly #standings = new Map<string, Standing>();
  readonly #compiled = new Map<string, CompiledPolicy>();

  constructor(state: State, iam: 'enforce' | 'off') {
    this.#state = state;
    this.#enforced = iam === 'enforce';
    this.#organizations = new Organizations(state);
  }

  /**
   * @param context condition keys of the request: transport, time, those of the operation.
   * @param prepare receives the whole context, with the keys of the identity and of the resource.
   * @returns the engine's decision, with the deciding statements and AWS's denial text.
   */
  decide(
    caller: Caller,
    permission: Permission,
    context: Context,
    prepare = (whole: Context): Context => whole,
  ): Decision {
    if (!this.#enforced) {
      return { decision: 'allowed', deciding: [], missingContext: [] };
    }
    if (permission.resource === '*' && permission.accountId !== caller.accountId) {
      return deniedAbroad(caller, permission);
    }
    const standing = this.#standingOf(caller);
    const owner = this.#organizations.over(permission.accountId);
    const granted = grantPolicies(permission);
    const { identity } = standing.policies;
    return evaluate(
      {
        principal: caller.arn,
        action: permission.action,
        resource: { resource: permission.resource, accountId: permission.accountId },
        context: prepare({
          ...context,
          ...standing.context,
          'aws:ResourceAccount': permission.accountId,
          ...keysOf('Resource', owner),
          ...permission.context,
        }),
      },
      {
        ...standing.policies,
        identity: [...identity, ...granted.identity.map((text) => this.#compile(text, 'identity'))],
        rcps: owner.rcps,
        vpce: this.#endpointPolicies(context),
        resource: [...(permission.resourcePolicies ?? []), ...granted.resource].map((text) =>
          this.#compile(text, 'resource'),
        ),
      },
    );
  }

  /**
   * Decides, and returns whether the decision may be reused until the next write for the same caller and
   * request. It may not where a policy read the time of the request.
   */
  decideForLater(
    caller: Caller,
    permission: Permission,
    context: Context,
  ): { readonly decision: Decision; readonly isTimeless: boolean } {
    let isTimeless = true;
    const watched = (whole: Context): Context =>
      watchTime(whole, () => {
        isTimeless = false;
      });
    return { decision: this.decide(caller, permission, context, watched), isTimeless };
  }

  /** The policies that limit or grant what this caller does, compiled. */
  policiesOf(caller: Caller): AppliedPolicies {
    return this.#standingOf(caller).policies;
  }

  /** The condition keys of the caller's identity. */
  contextOf(caller: Caller): Context {
    return this.#standingOf(caller).context;
  }

  /** Compiles a policy text once. */
  compile(text: string, kind: PolicyKind): CompiledPolicy {
    return this.#compile(text, kind);
  }

  #standingOf(caller: Caller): Standing {
    const { version } = this.#state.metadata;
    const known = this.#standings.get(caller.accessKeyId);
    if (known !== undefined && known.version === version) return known;
    const record = this.#recordOf(caller);
    const standing: Standing = {
      version,
      policies: this.#gather(caller, record),
      context: {
        ...identityContext(caller, record),
        ...keysOf('Principal', this.#organizations.over(caller.accountId)),
      },
    };
    if (this.#standings.size >= maxRemembered) this.#standings.clear();
    this.#standings.set(caller.accessKeyId, standing);
    return standing;
  }

  /** The user or role of the caller, unless it has been deleted or replaced by one of the same name. */
  #recordOf({ kind, accountId, name, principalId }: Caller): PrincipalRecord | undefined {
    if (name === undefined) return undefined;
    const collection = kind === 'role' ? this.#state.roles : this.#state.users;
    const record = collection.get(nameKey(accountId, name));
    return record?.id === principalId ? record : undefined;
  }

  #gather(caller: Caller, record: PrincipalRecord | undefined): AppliedPolicies {
    const identity = Object.values(record?.inline ?? {}).concat(
      (record?.attached ?? []).flatMap((arn) => managedDocument(this.#state, arn) ?? []),
    );
    const boundary = record?.boundary && managedDocument(this.#state, record.boundary);
    const session = caller.session?.policies;
    return {
      scps: this.#organizations.over(caller.accountId).scps,
      identity: identity.map((text) => this.#compile(text, 'identity')),
      // A boundary whose policy has been deleted still applies, and allows nothing.
      ...(record?.boundary === undefined
        ? {}
        : { boundary: boundary === undefined ? [] : [this.#compile(boundary, 'boundary')] }),
      ...(session === undefined
        ? {}
        : { session: session.map((text) => this.#compile(text, 'session')) }),
    };
  }

  /** The policy of the VPC endpoint that a request came through. */
  #endpointPolicies(context: Context): readonly CompiledPolicy[] | undefined {
    const endpointId = context['aws:SourceVpce'];
    if (typeof endpointId !== 'string') return undefined;
    const text = endpointPolicy(this.#state, endpointId);
    return text === undefined ? undefined : [this.#compile(text, 'vpce')];
  }

  #compile(text: string, kind: PolicyKind): CompiledPolicy {
    const key = `${kind} ${text}`;
    const known = this.#compiled.get(key);
    if (known !== undefined) return known;
    const made = compilePolicy(text, kind);
    if (this.#compiled.size >= maxRemembered) this.#compiled.clear();
    this.#compiled.set(key, made);
    return made;
  }
}

/** A copy of the context that reports when the time of the request is read from it. */
function watchTime(context: Context, onRead: () => void): Context {
  const watched = { ...context };
  for (const key of timeKeys) {
    const get = (): Context[string] | undefined => {
      onRead();
      return context[key];
    };
    if (key in context) Object.defineProperty(watched, key, { enumerable: true, get });
  }
  return watched;
}

/** An action without resource type is granted by the caller's own policies only, and only in its own account. */
function deniedAbroad({ arn }: Caller, { action }: Permission): Decision {
  return {
    decision: 'implicitDeny',
    deciding: [],
    deniedBy: 'resource',
    missingContext: [],
    message: `User: ${arn} is not authorized to perform: ${action} on resource: * because no resource-based policy allows the ${action} action`,
  };
}

/** The condition keys of the caller's identity. Source: IAM User Guide, "AWS global condition context keys". */
function identityContext(caller: Caller, record: PrincipalRecord | undefined): Context {
  const { session } = caller;
  const types = { root: 'Account', user: 'User', role: 'AssumedRole', federated: 'FederatedUser' };
  const tags = withTags(record?.tags ?? {}, session?.tags ?? {});
  return {
    'aws:PrincipalArn': caller.kind === 'role' ? (record?.arn ?? roleArn(caller)) : caller.arn,
    'aws:PrincipalAccount': caller.accountId,
    'aws:PrincipalType': types[caller.kind],
    'aws:userid': caller.userId,
    ...(caller.kind === 'user' && caller.name !== undefined ? { 'aws:username': caller.name } : {}),
    ...(session === undefined
      ? {}
      : { 'aws:TokenIssueTime': new Date(session.issuedAt).toISOString() }),
    ...(session?.sourceIdentity === undefined
      ? {}
      : { 'aws:SourceIdentity': session.sourceIdentity }),
    ...(session?.federatedProvider === undefined
      ? {}
      : { 'aws:FederatedProvider': session.federatedProvider }),
    ...Object.fromEntries(
      Object.entries(tags).map(([key, value]) => [`aws:PrincipalTag/${key}`, value]),
    ),
  };
}

function roleArn({ accountId, name }: Caller): string {
  return `arn:aws:iam::${accountId}:role/${name}`;
}
