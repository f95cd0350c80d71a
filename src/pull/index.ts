/**
 * Whole pulls: who may fetch a token, the manifest and the layers of a repository, by every policy that
 * applies, and the smallest change that makes a denied pull work. Pure.
 *
 * Entry points: `provePull` and `repairPull`; see docs/iam.md.
 */

export { answerCan, answerWhoCan } from './batch/estate.ts';
export { proveLines } from './batch/prove-lines.ts';
export {
  type EditableDocument,
  emptyDocument,
  exempted,
  extended,
  readDocument,
} from './documents.ts';
export { type Exemption, type Narrowed, withoutPull } from './narrow.ts';
export { type PullOptions, provePull } from './prove.ts';
export { type AddedStatement, type Repair, repairPull } from './repair.ts';
export { repositoryArn } from './request.ts';
export { type Side, sideOf, sides, unseenOf } from './sides.ts';
export * from './types.ts';
export type { Unseen } from './unseen.ts';
export { type PulledRepository, type Puller, proveBetween, whatCan, whoCan } from './who.ts';
