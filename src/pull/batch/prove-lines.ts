import {
  isObject,
  listAt,
  principalAt,
  readContext,
  requestOf,
  stringAt,
} from '../../iam/batch/read.ts';
import { InputError, type LineAnswer, LineAnswerer } from '../../iam/index.ts';
import { changesOf } from '../changes.ts';
import { type EditableDocument, readDocument } from '../documents.ts';
import { provePull } from '../prove.ts';
import { repairPull } from '../repair.ts';
import type { PullProof, PullRequest } from '../types.ts';

interface AskedPull {
  readonly request: PullRequest;
  /** Condition keys that the request may have, and whose values are not known; in lower case. */
  readonly unseen: ReadonlySet<string>;
}

/**
 * Answers the lines of `hawser iam prove`; with `fix`, the smallest change that makes the pull work.
 * `request.unseen` lists condition keys whose values are not known: where they decide, the pull is `unseen`.
 */
export function proveLines(options: { fix?: boolean } = {}): LineAnswerer<AskedPull> {
  return new LineAnswerer<AskedPull>({
    read: readPull,
    onRepository: () => true,
    ask: ({ request, unseen: keys }, policies, given) => {
      const isKey = (key: string) => keys.has(key.toLowerCase());
      const hidden = keys.size === 0 ? {} : { unseen: { isKey } };
      const found = proofAnswer(provePull(request, policies, hidden));
      if (!options.fix) return found;
      const fix = repairPull(request, policies, hidden);
      const changes =
        'add' in fix && fix.add ? changesOf(request, fix.add, resourceIn(given())) : [];
      return { ...found, answer: { ...found.answer, fix, ...(changes.length > 0 && { changes }) } };
    },
  });
}

/** The policy of the repository as given: as an object or as its text, alone or in a list. */
function resourceIn(policies: unknown): EditableDocument | 'several' | undefined {
  const { resource } = isObject(policies) ? policies : {};
  const [first, ...more] = [resource ?? []].flat();
  if (more.length > 0) return 'several';
  if (first === undefined) return undefined;
  return readDocument(typeof first === 'string' ? first : JSON.stringify(first));
}

function readPull(input: unknown): AskedPull {
  const request = requestOf(input);
  const unseen = listAt(request, 'unseen').map((key) => {
    if (typeof key === 'string') return key.toLowerCase();
    throw new InputError('request.unseen must be a list of condition keys');
  });
  return {
    unseen: new Set(unseen),
    request: {
      principal: principalAt(request),
      registryId: stringAt(request, 'registryId', 'request.'),
      region: stringAt(request, 'region', 'request.'),
      repository: stringAt(request, 'repository', 'request.'),
      context: readContext(request),
    },
  };
}

const outcomes = { works: 'holds', fails: 'denied', unseen: 'unseen' } as const;

function proofAnswer({ pull, firstFailingAction, decision, blame, steps }: PullProof): LineAnswer {
  const message = pull === 'fails' ? steps.at(-1)?.decision.message : undefined;
  const needs = steps.flatMap(({ action, undecided }) =>
    undecided.map((one) => ({ action, ...one })),
  );
  const answer = {
    pull,
    firstFailingAction,
    decision,
    blame,
    ...(message && { message }),
    ...(pull === 'unseen' && { needs }),
  };
  return { outcome: outcomes[pull], answer };
}
