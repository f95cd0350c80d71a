import { AnswerError } from './answer-error.ts';

/**
 * An API of the Kubernetes client whose answers have at least the form that everybody relies on: lists have items, and
 * every object has metadata. @throws AnswerError MALFORMED, from each request.
 */
export function checkedAnswers<Api extends object>(api: Api): Api {
  return new Proxy(api, {
    get(target, method) {
      const call: unknown = Reflect.get(target, method);
      if (typeof call !== 'function') return call;
      return async (...asked: readonly unknown[]) => {
        const answer: unknown = await answerOf(() => Reflect.apply(call, target, asked));
        const complaint = complaintAbout(String(method), answer);
        if (complaint === undefined) return answer;
        throw new AnswerError('MALFORMED', `the answer is not of the Kubernetes API: ${complaint}`);
      };
    },
  });
}

/** The client library reads answers without looking at their form first. */
async function answerOf(ask: () => unknown): Promise<unknown> {
  try {
    return await ask();
  } catch (cause) {
    if (!(cause instanceof TypeError || cause instanceof SyntaxError)) throw cause;
    throw new AnswerError('MALFORMED', 'the answer is not of the Kubernetes API', cause);
  }
}

function complaintAbout(method: string, answer: unknown): string | undefined {
  if (method.startsWith('list')) {
    const { items } = isObject(answer) ? answer : {};
    if (!Array.isArray(items)) return 'it has no items';
    return items.every(isNamed) ? undefined : 'one of its items is no object with metadata';
  }
  if (method.startsWith('read') && typeof answer !== 'string' && !isNamed(answer)) {
    return 'it is no object with metadata';
  }
  return undefined;
}

function isNamed(value: unknown): boolean {
  return isObject(value) && isObject(value.metadata);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
