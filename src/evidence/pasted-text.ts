import { stdin } from 'node:process';
import type { Proof } from '../chain/proof.ts';
import { diagnoseText } from '../chain/symptoms/diagnose-text.ts';
import { readDocument, readStream } from '../files/input.ts';
import { EvidenceError } from './errors.ts';

/**
 * Names the causes that fit a pasted text.
 * @param source a file, or `-` for standard input.
 * @throws EvidenceError `UNREADABLE` when there is no such file, or nothing in it.
 */
export async function diagnosePasted(source: string): Promise<Proof> {
  const pasted = await readSource(source);
  if (pasted.trim() === '') {
    throw new EvidenceError(
      'UNREADABLE',
      source === '-' ? 'standard input is empty' : `${source} is empty`,
      'Give the output of kubectl describe pod, events, or a log of the kubelet or of containerd.',
    );
  }
  return diagnoseText(pasted);
}

async function readSource(source: string): Promise<string> {
  try {
    return source === '-' ? await readStream(stdin, 'standard input') : readDocument(source);
  } catch (cause) {
    throw new EvidenceError(
      'UNREADABLE',
      `cannot read ${source}: ${cause instanceof Error ? cause.message : cause}`,
      'Name a file with --text, or - for standard input.',
    );
  }
}
