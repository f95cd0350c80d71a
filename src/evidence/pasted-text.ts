import { stdin } from 'node:process';
import { readDocument, readStream } from '../files/input.ts';
import { diagnoseText } from '../symptoms/diagnose-text.ts';
import type { Suspicions } from '../symptoms/suspicions.ts';
import { EvidenceError } from './errors.ts';

/**
 * Names the causes that fit a pasted text.
 * @param source a file, or `-` for standard input.
 * @throws EvidenceError `UNREADABLE` when there is no such file, or nothing in it.
 */
export async function diagnosePasted(source: string): Promise<Suspicions> {
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
