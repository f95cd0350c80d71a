import type { Finding } from '../proof.ts';
import type { Subject } from '../subject.ts';
import type { NodeReport } from '../world.ts';

/** What a node's own report shows of a link for certain. */
export type ReportCheck = (subject: Subject, report: NodeReport) => readonly Finding[];

/** A finding of a node's report. */
export function foundOnNode(
  { seenAt }: NodeReport,
  code: string,
  text: string,
  fix: Finding['fix'] | string,
): Finding {
  return {
    code,
    deciding: { text: `${text} (the node itself at ${seenAt})` },
    fix: typeof fix === 'string' ? { text: fix } : fix,
  };
}
