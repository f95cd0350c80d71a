// What a failed pull is told with, and the causes that a text tells of.
import { diagnoseText } from '../diagnose-text.ts';

export const host = '111122223333.dkr.ecr.eu-west-1.amazonaws.com';
export const digest = `sha256:${'ab'.repeat(32)}`;
export const failed = (image: string) =>
  `Failed to pull image "${image}": failed to pull and unpack image "${image}": failed to resolve reference "${image}":`;
export const ids = (text: string) => diagnoseText(text).causes.map(({ catalogue }) => catalogue);
