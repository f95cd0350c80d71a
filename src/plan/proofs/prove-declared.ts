import { absent, type Fact, known } from '../../chain/fact.ts';
import type { Proof } from '../../chain/proof.ts';
import { prove } from '../../chain/prove.ts';
import type { ImageFacts, RepositoryFacts, World } from '../../chain/world.ts';
import type { EcrImage } from '../../names/ecr-image.ts';
import type { DeclaredAccess, Graph } from '../../spec/graph/graph.ts';
import type { Grantee } from '../../spec/types.ts';
import { imageOf, placeOf } from './places.ts';
import { anyImage } from './world.ts';

/** A declared pull, and whether it will work. */
export interface ProvenPull {
  readonly who: string;
  /** Without a tag: it stands for every image of the repository. */
  readonly image: string;
  readonly verdict: Proof['verdict'];
  readonly causes: readonly Cause[];
  /** What was not seen and decides. */
  readonly needs: Proof['needs'];
}

export interface Cause {
  readonly code: string;
  readonly title: string;
  readonly text: string;
}

/** Proves every pull that a spec declares, in the world as it will be. */
export function proveDeclared({ declared }: Graph, world: World): ProvenPull[] {
  return declared.filter(({ access }) => access === 'pull').map((one) => proveOne(one, world));
}

const worst: readonly Proof['verdict'][] = ['broken', 'unseen', 'holds'];

/**
 * Before the first pull through a cache there is no repository, and the image has to be imported; after it there is one,
 * without a policy. That the image is in the other registry is taken for granted, as that one was pushed is elsewhere.
 */
function throughCache(
  world: World,
  { repositoryKey, imageKey }: EcrImage,
  proven: (world: World) => Proof,
): Proof[] {
  const made = known({
    policy: absent,
    tags: known({}),
    imageTags: known(['latest']),
    encryption: { type: 'AES256' as const },
  });
  const within = (repository: Fact<RepositoryFacts>, image: Fact<ImageFacts>): Proof =>
    proven({
      ...world,
      repositories: { ...world.repositories, [repositoryKey]: repository },
      images: { ...world.images, [imageKey]: image },
    });
  const first = within(absent, absent);
  const mayImport = first.links.some(
    ({ link, status }) => link === 'pull-through-cache' && status === 'holds',
  );
  const verdict = first.verdict === 'unseen' && mayImport ? 'holds' : first.verdict;
  return [{ ...first, verdict }, within(made, known(anyImage))];
}

function proveOne({ grantee, repository, cache }: DeclaredAccess, world: World): ProvenPull {
  const image = imageOf(repository);
  const { role, in: there } = pullerOf(grantee, world);
  const one = (each: World) => prove({ kind: 'role', role, image }, each);
  const proofs = cache === undefined ? [one(there)] : throughCache(there, placeOf(repository), one);
  const proof = worst.flatMap((one) => proofs.filter(({ verdict }) => verdict === one))[0];
  if (proof === undefined) throw new TypeError(`nothing was proven of ${image}`);
  return {
    who: whoOf(grantee),
    image,
    verdict: proof.verdict,
    causes: proof.causes.map(({ code, title, deciding }) => ({ code, title, text: deciding.text })),
    needs: proof.verdict === 'unseen' ? proof.needs : [],
  };
}

/** In words; of an account or an organization, it is its own policies that let a role pull. */
function whoOf(grantee: Grantee): string {
  switch (grantee.kind) {
    case 'role':
      return grantee.arn;
    case 'account':
      return `account ${grantee.accountId}, a role that its own policies let`;
    case 'organization':
      return `organization ${grantee.id}, a role that its account's policies let`;
  }
}

const lets = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'ecr:*', Resource: '*' }],
});

/** The role that pulls. For whole accounts and organizations it is one that its own side lets pull everything. */
function pullerOf(grantee: Grantee, world: World): { readonly role: string; readonly in: World } {
  if (grantee.kind === 'role') return { role: grantee.arn, in: world };
  const account = grantee.kind === 'account' ? grantee.accountId : '000000000000';
  const role = `arn:aws:iam::${account}:role/any`;
  const facts = known({
    arn: role,
    trust: lets,
    policies: [{ name: 'any', document: lets }],
    tags: {},
  });
  const organization = grantee.kind === 'organization' ? grantee.id : undefined;
  const accounts =
    organization === undefined
      ? world.accounts
      : {
          ...world.accounts,
          [account]: known({
            organization,
            managementAccount: account,
            path: { state: 'absent' } as const,
            scps: { state: 'absent' } as const,
            rcps: { state: 'absent' } as const,
          }),
        };
  return { role, in: { ...world, accounts, roles: { ...world.roles, [role]: facts } } };
}
