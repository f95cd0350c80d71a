import { knownCauseOf } from '../../causes/known.ts';
import type { EndpointReport } from '../world.ts';

/** What a node's own report shows of a known cause. */
export interface NodeFinding {
  /** Code of the cause that fits what was met. */
  readonly code: string;
  /** Whether what was met stops a pull; otherwise it may. */
  readonly breaks: boolean;
  /** That it is this cause: what was met is certain, why it is so may not be. */
  readonly confidence: number;
  readonly text: string;
  /** Where it is more exact than the cause's own. */
  readonly fix?: string;
  /** The host that it is about. */
  readonly endpoint?: EndpointReport;
}

export function fixOfFinding({ code, fix }: NodeFinding): string {
  return fix ?? knownCauseOf(code)?.fix ?? '';
}
