import { distance } from '../../names/nearest.ts';
import type { PolicyDocument } from '../document/model.ts';
import type { Misnamed } from '../document/syntax-error.ts';
import type { LintFinding } from './types.ts';

const codes = { element: 'UNKNOWN_ELEMENT', operator: 'UNKNOWN_OPERATOR' } as const;

/** A finding for an unknown name, which AWS refuses, with the most similar known one. */
export function misnamedFinding(document: PolicyDocument) {
  return (misnamed: Misnamed): LintFinding => {
    const { what, name, known, position, statement } = misnamed;
    const meant = meantBy(misnamed);
    const hint = meant === undefined ? `there are ${known.join(', ')}.` : `did you mean ${meant}?`;
    const sid = statement === undefined ? undefined : document.statements[statement]?.sid;
    return {
      code: codes[what],
      severity: 'error',
      message: `There is no ${what} ${name}, so AWS does not store this policy; ${hint}`,
      ...(statement === undefined ? {} : { statement }),
      ...(sid === undefined ? {} : { sid }),
      ...position,
    };
  };
}

/** The most similar name that the grammar allows in that place, if one is similar enough. */
export function meantBy({ name, known }: Misnamed): string | undefined {
  const [nearest] = known
    .map((one) => ({ one, away: distance(name.toLowerCase(), one.toLowerCase()) }))
    .sort((a, b) => a.away - b.away);
  return nearest !== undefined && nearest.away <= Math.max(2, name.length / 3)
    ? nearest.one
    : undefined;
}
