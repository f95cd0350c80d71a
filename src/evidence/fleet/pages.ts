import { AnswerError } from '../kubernetes/answer-error.ts';

/** Objects of a page of a list, as the API server cuts them. */
const perPage = 500;
/** Pages without an object that may follow each other: a server may filter out all that a page would have. */
const mostEmpty = 100;

interface Page<Value> {
  readonly items: readonly Value[];
  readonly metadata?: { readonly _continue?: string | undefined };
}

interface Cut {
  readonly limit?: number;
  readonly _continue?: string;
}

/**
 * All objects of a list, page by page. A list that goes on for longer than the server keeps its beginning is taken whole.
 * (Kubernetes API Concepts, "Retrieving large results sets in chunks")
 * @throws AnswerError ENDLESS for a list of empty pages.
 */
export async function allOf<Value>(list: (cut: Cut) => Promise<Page<Value>>): Promise<Value[]> {
  const found: Value[] = [];
  let next: string | undefined;
  let empty = 0;
  do {
    try {
      const { items, metadata } = await list({
        limit: perPage,
        ...(next === undefined ? {} : { _continue: next }),
      });
      for (const item of items) found.push(item);
      empty = items.length === 0 ? empty + 1 : 0;
      next = metadata?._continue || undefined;
    } catch (error) {
      if (next === undefined || (error as { code?: unknown }).code !== 410) throw error;
      return [...(await list({})).items];
    }
    if (empty > mostEmpty) {
      throw new AnswerError(
        'ENDLESS',
        `the API server sends one empty page of a list after another`,
      );
    }
  } while (next !== undefined);
  return found;
}
