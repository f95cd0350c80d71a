import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { absent, known, unseen } from './fact.ts';
import { prove } from './prove.ts';
import {
  account,
  actions,
  allow,
  image,
  key,
  needs,
  pull,
  text,
  web,
  world,
} from './testing/one-account.ts';

describe('a condition on a key that nobody could look at', () => {
  const guards: readonly (readonly [string, object, string])[] = [
    [
      'the organization',
      { StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' } },
      'aws:PrincipalOrgID',
    ],
    ['an endpoint', { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } }, 'aws:SourceVpce'],
    ['a VPC', { StringNotEquals: { 'aws:SourceVpc': 'vpc-1' } }, 'aws:SourceVpc'],
    ['an address', { NotIpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }, 'aws:SourceIp'],
    ['a VPC to keep out', { StringEquals: { 'aws:SourceVpc': 'vpc-9' } }, 'aws:SourceVpc'],
    ['no endpoint at all', { Null: { 'aws:SourceVpce': 'true' } }, 'aws:SourceVpce'],
  ];
  for (const [what, Condition, name] of guards) {
    it(`of a Deny for ${what} leaves the pull unseen, with key and value`, () => {
      const deny = { Effect: 'Deny', Action: 'ecr:*', Resource: '*', Condition };
      const accounts = { [account]: unseen(`organization of account ${account}`, 'organizations') };
      const hidden = /Org/.test(name) ? { accounts } : {};
      const inRole = prove(pull, { ...world([text(allow), text(deny)]), ...hidden });
      const { Resource: _, ...statement } = deny;
      const inRepository = prove(pull, {
        ...world(undefined, text({ ...statement, Principal: '*' })),
        ...hidden,
      });
      const [value = ''] = Object.values(Object.values(Condition)[0] ?? {}).map(String);
      for (const proof of [inRole, inRepository]) {
        assert.equal(proof.verdict, 'unseen');
        const [first, ...others] = proof.causes;
        assert.equal(first?.code, proof === inRole ? 'HW0708' : 'HW1306');
        assert.ok((first?.confidence ?? 1) < 1);
        assert.ok(first?.deciding.text.includes(name) && first.deciding.text.includes(value));
        assert.deepEqual([others, first?.fix.patch], [[], undefined]);
        assert.ok(needs(proof).some((need) => need.startsWith(name) && need.includes(value)));
      }
    });
  }

  const remedies: readonly (readonly [string, RegExp])[] = [
    ['aws:SourceVpce', /change the network path/],
    ['aws:SourceIp', /change the network path/],
    ['aws:PrincipalOrgID', /pull with a role of an account/],
    ['aws:MultiFactorAuthPresent', /no machine signs in with multi-factor authentication/],
    ['aws:userid', /let another instance or another role pull/],
    ['ec2:SourceInstanceARN', /let another instance or another role pull/],
    ['aws:UserAgent', /whoever sends another aws:UserAgent/],
  ];
  for (const [name, remedy] of remedies) {
    it(`of a Deny is met by what changes that key: ${name}`, () => {
      const Condition = { StringEquals: { [name]: 'x' } };
      const deny = { Effect: 'Deny', Action: 'ecr:*', Resource: '*', Condition };
      const accounts = { [account]: unseen(`organization of account ${account}`, 'organizations') };
      const [cause] = prove(pull, { ...world([text(allow), text(deny)]), accounts }).causes;
      const words = cause?.fix.text ?? '';
      assert.match(words, remedy);
      assert.equal(/network path/.test(words), /Source(Vpce|Ip)$/.test(name));
      assert.match(words, /only if the owner of the policy agrees\.$/);
    });
  }

  it('of a Deny rules out that there is no policy, whatever the kubelet says', () => {
    const waiting = {
      reason: 'ErrImagePull',
      message: `failed to pull and unpack image "${image}": unexpected status from HEAD request to https://${image.replace('/', '/v2/')}: 403 Forbidden`,
    };
    const Condition = { StringEquals: { 'aws:SourceVpce': 'vpce-1' } };
    const open = { Effect: 'Allow', Principal: '*', Action: 'ecr:*' };
    const closed = { Effect: 'Deny', Principal: '*', Action: 'ecr:*', Condition };
    const seen = world(undefined, text(open, closed));
    const containers = [{ name: 'app', image, imagePullPolicy: 'Always', waiting }];
    const proof = prove(pull, { ...seen, pods: { 'default/web': known({ ...web, containers }) } });
    assert.equal(proof.verdict, 'unseen');
    const codes = proof.causes.map(({ code }) => code);
    assert.deepEqual([codes.includes('HW1301'), codes.includes('HW0701')], [false, false]);
    assert.equal(codes[0], 'HW1306');
    assert.match(proof.causes[0]?.deciding.text ?? '', /StringEquals aws:SourceVpce vpce-1/);
  });

  it('of the only Allow leaves the pull unseen', () => {
    const Condition = { StringEquals: { 'aws:SourceVpce': 'vpce-1' } };
    assert.equal(prove(pull, world([text({ ...allow, Condition })])).verdict, 'unseen');
  });

  it('does not matter where the decision is the same either way', () => {
    const Condition = { StringEquals: { 'aws:SourceVpce': 'vpce-1' } };
    assert.equal(prove(pull, world([text(allow, { ...allow, Condition })])).verdict, 'holds');
    const other = { Effect: 'Deny', Action: 's3:*', Resource: '*', Condition };
    assert.equal(prove(pull, world([text(allow, other)])).verdict, 'holds');
    const outright = { Effect: 'Deny', Action: 'ecr:*', Resource: '*' };
    const proof = prove(pull, world([text(allow, { ...allow, Condition }, outright)]));
    assert.deepEqual(
      proof.causes.map(({ code }) => code),
      ['HW0708'],
    );
  });

  it('includes tags of a repository that could not be read', () => {
    const Condition = { StringEquals: { 'aws:ResourceTag/team': 'a' } };
    const base = world([
      text({ ...allow, Condition: undefined, Action: actions[0] }, { ...allow, Condition }),
    ]);
    const repository = {
      policy: absent,
      tags: unseen('tags', 'ecr:ListTagsForResource'),
      imageTags: known([]),
      encryption: { type: 'AES256' } as const,
    };
    const proof = prove(pull, { ...base, repositories: { [key]: known(repository) } });
    assert.equal(proof.verdict, 'unseen');
  });

  it('includes a registry policy that could not be read', () => {
    const registryPolicies = {
      [`${account}/us-east-1`]: unseen('policy of registry', 'ecr:GetRegistryPolicy'),
    };
    assert.equal(prove(pull, { ...world(), registryPolicies }).verdict, 'unseen');
    const lacking = prove(pull, {
      ...world([text({ ...allow, Action: actions[0] })]),
      registryPolicies,
    });
    assert.equal(lacking.verdict, 'unseen');
  });
});
