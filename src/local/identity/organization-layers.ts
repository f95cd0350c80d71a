import { type AppliedPolicies, type CompiledPolicy, compilePolicy } from '../../iam/index.ts';
import { levelsOver, membershipOf } from '../organizations.ts';
import type { State } from '../state.ts';

/** What an account's organization adds to its authorization decisions. */
export interface OrganizationLayers {
  readonly scps: AppliedPolicies['scps'];
  readonly rcps: AppliedPolicies['rcps'];
  readonly id?: string;
  readonly path?: string;
}

const none: OrganizationLayers = { scps: undefined, rcps: undefined };

/** Caches what it read until the next write. */
export class Organizations {
  readonly #state: State;
  readonly #compiled = new Map<string, CompiledPolicy>();
  #version = -1;
  #found = new Map<string, OrganizationLayers>();

  constructor(state: State) {
    this.#state = state;
  }

  over(account: string): OrganizationLayers {
    const { version } = this.#state.metadata;
    if (version !== this.#version) {
      this.#version = version;
      this.#found = new Map();
    }
    const known = this.#found.get(account);
    if (known !== undefined) return known;
    const found = this.#look(account);
    this.#found.set(account, found);
    return found;
  }

  #look(account: string): OrganizationLayers {
    const membership = membershipOf(this.#state, account);
    if (membership === undefined) return none;
    return {
      scps: this.#levels(account, membership, 'scp'),
      rcps: this.#levels(account, membership, 'rcp'),
      id: membership.organization.id,
      path: membership.path,
    };
  }

  #levels(
    account: string,
    membership: NonNullable<ReturnType<typeof membershipOf>>,
    kind: 'scp' | 'rcp',
  ): AppliedPolicies['scps'] {
    const type = kind === 'scp' ? 'SERVICE_CONTROL_POLICY' : 'RESOURCE_CONTROL_POLICY';
    return levelsOver(this.#state, account, membership, type)?.map(({ target, policies }) => ({
      target,
      policies: policies.map(({ content }) => this.#compile(content, kind)),
    }));
  }

  #compile(text: string, kind: 'scp' | 'rcp'): CompiledPolicy {
    const key = `${kind} ${text}`;
    const known = this.#compiled.get(key);
    if (known !== undefined) return known;
    const made = compilePolicy(text, kind);
    this.#compiled.set(key, made);
    return made;
  }
}

/** The condition keys that describe an account's organization. */
export function keysOf(
  of: 'Principal' | 'Resource',
  { id, path }: OrganizationLayers,
): Readonly<Record<string, string | readonly string[]>> {
  if (id === undefined || path === undefined) return {};
  return { [`aws:${of}OrgID`]: id, [`aws:${of}OrgPaths`]: [path] };
}
