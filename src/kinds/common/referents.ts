import { findCondition } from '../../core/conditions.ts';
import type { Situation } from '../../core/readiness.ts';
import type { CommonSpec, CommonStatus, Live } from '../kind.ts';
import type { Lookup } from './lookup.ts';

type Missing = Extract<Lookup<never>, { readonly state: 'missing' }>;

/**
 * Something that the spec refers to is not there. That holds back what is not up yet, and an edit. What is up as its spec has it
 * stays so: one look-up of nothing takes nothing down, and a detail condition says what is missing.
 */
export function referentMissing({ metadata, status }: Live<CommonSpec, CommonStatus>, { reason, message }: Missing): Situation {
  const isUp = findCondition(status.conditions, 'Ready')?.status === 'True' && status.observedGeneration === metadata.generation;
  return isUp ? { row: 'unchanged' } : { row: 'retrying', reason, message };
}
