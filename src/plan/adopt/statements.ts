import { accountOf } from '../../names/arn.ts';
import { actionsOf } from '../../spec/graph/statements.ts';
import type { Access } from '../../spec/types.ts';

/** Who a statement of a repository's policy lets in, in the terms of a spec. */
export interface ReadStatement {
  readonly access: Access;
  readonly by: readonly Readonly<Record<string, string>>[];
  readonly survivesRecreation: boolean;
}

interface Statement {
  readonly Effect?: string;
  readonly Principal?: unknown;
  readonly Action?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Actions that people grant with a pull, and that no pull needs. */
const harmless = ['ecr:BatchCheckLayerAvailability', 'ecr:GetAuthorizationToken'];

/** What a statement grants; undefined for one that a spec cannot say. */
export function readStatement(statement: object): ReadStatement | undefined {
  const { Effect, Principal, Action = [], Condition } = statement as Statement;
  const access = accessOf([Action].flat());
  if (Effect !== 'Allow' || access === undefined) return undefined;
  const organizations = only(Condition, 'StringEquals', 'aws:PrincipalOrgID');
  if (organizations !== undefined && isAnybody(Principal)) {
    const by = organizations.map((organization) => ({ organization }));
    return { access, by, survivesRecreation: false };
  }
  const roles = only(Condition, 'ArnEquals', 'aws:PrincipalArn');
  if (roles?.every((arn) => !arn.includes('*'))) {
    return { access, by: roles.map((role) => ({ role })), survivesRecreation: true };
  }
  const by = Condition === undefined ? granteesIn(Principal) : undefined;
  return by && { access, by, survivesRecreation: false };
}

function accessOf(actions: readonly string[]): Access | undefined {
  const has = (all: readonly string[]) => all.every((one) => actions.includes(one));
  const within = (...all: (readonly string[])[]) =>
    actions.every((one) => all.flat().includes(one));
  if (has(actionsOf.pull) && within(actionsOf.pull, harmless)) return 'pull';
  return has(actionsOf.push) && within(actionsOf.push, harmless) ? 'push' : undefined;
}

/** The values of a condition that is the only one. */
function only(
  condition: Statement['Condition'],
  operator: string,
  key: string,
): string[] | undefined {
  const [[name, keys] = ['', {}], ...others] = Object.entries(condition ?? {});
  if (name !== operator || others.length > 0 || Object.keys(keys).join() !== key) return undefined;
  return [keys[key]].flat().map(String);
}

function isAnybody(principal: unknown): boolean {
  return principal === '*' || JSON.stringify(principal) === '{"AWS":"*"}';
}

function granteesIn(principal: unknown): Record<string, string>[] | undefined {
  const { AWS, ...others } = (typeof principal === 'object' ? principal : {}) as {
    AWS?: string | string[];
  };
  if (AWS === undefined || Object.keys(others).length > 0) return undefined;
  const all = [AWS].flat().map((one): Record<string, string> | undefined => {
    if (/^\d{12}$/.test(one)) return { account: one };
    if (/^arn:[a-z-]+:iam::\d{12}:root$/.test(one)) return { account: accountOf(one) ?? '' };
    return /^arn:[a-z-]+:iam::\d{12}:role\/[^*]+$/.test(one) ? { role: one } : undefined;
  });
  const known = all.filter((one) => one !== undefined);
  return known.length === all.length ? known : undefined;
}
