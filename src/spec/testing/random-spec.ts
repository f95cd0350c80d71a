// Random specs, as texts: what they declare is known without reading them.
import fc from 'fast-check';
import { stringify } from 'yaml';

export interface Declared {
  readonly text: string;
  /** Roles, by `account name/role name`. */
  readonly roles: readonly { readonly account: string; readonly name: string }[];
  readonly repositories: readonly { readonly account: string; readonly name: string }[];
  readonly grants: readonly {
    readonly access: 'pull' | 'push';
    readonly patterns: readonly string[];
    readonly from: string | undefined;
    readonly roles: readonly number[];
    readonly survivesRecreation: boolean;
  }[];
}

export const accountIds: Readonly<Record<string, string>> = {
  a: '111111111111',
  b: '222222222222',
  c: '333333333333',
};
const accountNames = Object.keys(accountIds);
const names = ['web', 'api', 'team/web', 'team/api', 'team/db', 'other/web'];
const patterns = [...names, 'team/*', '*', '*/web', 't*b'];

const unique = <Value>(
  value: fc.Arbitrary<Value>,
  keyOf: (one: Value) => string,
  minLength: number,
) => fc.uniqueArray(value, { selector: keyOf, minLength, maxLength: 4 });
const placed = (name: fc.Arbitrary<string>) =>
  fc.record({ account: fc.constantFrom(...accountNames), name });

/** A spec of three accounts, with roles of nodes and of CI, and grants by names and by patterns. */
export const declaredSpecs: fc.Arbitrary<Declared> = fc
  .record({
    repositories: unique(
      placed(fc.constantFrom(...names)),
      ({ account, name }) => `${account}/${name}`,
      1,
    ),
    roles: unique(
      placed(fc.constantFrom('node', 'ci', 'third')),
      ({ account, name }) => `${account}/${name}`,
      1,
    ),
  })
  .chain(({ repositories, roles }) => {
    const inReach = (from: string | undefined) =>
      repositories.filter(({ account }) => from === undefined || account === from);
    const named = (pattern: string, name: string) =>
      new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(name);
    const grant = fc
      .record({
        access: fc.constantFrom('pull' as const, 'push' as const),
        patterns: fc.uniqueArray(fc.constantFrom(...patterns), { minLength: 1, maxLength: 2 }),
        from: fc.option(fc.constantFrom(...accountNames), { nil: undefined }),
        roles: fc.uniqueArray(fc.nat({ max: roles.length - 1 }), { minLength: 1 }),
        survivesRecreation: fc.boolean(),
      })
      // What names nothing is an error.
      .filter((one) =>
        one.patterns.every((each) => inReach(one.from).some(({ name }) => named(each, name))),
      );
    return fc.array(grant, { maxLength: 3 }).map((grants) => ({ repositories, roles, grants }));
  })
  .map((declared) => ({ ...declared, text: textOf(declared) }));

function textOf({ repositories, roles, grants }: Omit<Declared, 'text'>): string {
  return stringify({
    name: 'random',
    accounts: accountNames.map((name) => ({ name, id: accountIds[name], region: 'us-east-1' })),
    repositories,
    roles: roles.map((role) =>
      role.name === 'ci'
        ? { ...role, kind: 'github-actions', repository: 'octo/shop', allow: [{ branch: 'main' }] }
        : { ...role, kind: 'node' },
    ),
    grants: grants.map(({ access, patterns: what, from, roles: by, survivesRecreation }) => ({
      [access]: what,
      ...(from === undefined ? {} : { from }),
      by: by.map((index) => ({ role: `${roles[index]?.account}/${roles[index]?.name}` })),
      survivesRecreation,
    })),
  });
}
