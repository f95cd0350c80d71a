/** Flags of kubectl that the doctor's verbs have, too, and that each take a value. */
const carried = /^(?:-n|--namespace|--context|--kubeconfig)$/;
const carriedWithValue = /^(?:-n[^=].*|(?:-n|--namespace|--context|--kubeconfig)=.*)$/s;

/**
 * Puts flags that stand in front of the verb behind it, as kubectl takes them in any place. Others stay: the verb says what
 * it knows.
 */
export function kubectlOrder(args: readonly string[]): string[] {
  const flags: string[] = [];
  let at = 0;
  for (;;) {
    const word = args[at] ?? '';
    if (carriedWithValue.test(word)) flags.push(word);
    else if (carried.test(word) && at + 1 < args.length) flags.push(word, args[++at] ?? '');
    else break;
    at++;
  }
  const [verb, ...rest] = args.slice(at);
  return verb === undefined ? [...flags] : [verb, ...flags, ...rest];
}
