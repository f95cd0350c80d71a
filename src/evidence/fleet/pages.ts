/** Objects of a page of a list, as the API server cuts them. */
const perPage = 500;

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
 */
export async function allOf<Value>(list: (cut: Cut) => Promise<Page<Value>>): Promise<Value[]> {
  const found: Value[] = [];
  let next: string | undefined;
  do {
    try {
      const { items, metadata } = await list({
        limit: perPage,
        ...(next === undefined ? {} : { _continue: next }),
      });
      for (const item of items) found.push(item);
      next = metadata?._continue || undefined;
    } catch (error) {
      if (next === undefined || (error as { code?: unknown }).code !== 410) throw error;
      return [...(await list({})).items];
    }
  } while (next !== undefined);
  return found;
}
