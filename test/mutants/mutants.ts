import type { Mutant } from './mutant.ts';
import { creating } from './tables/creating.ts';
import { deleting } from './tables/deleting.ts';
import { kubernetes } from './tables/kubernetes.ts';
import { observing } from './tables/observing.ts';
import { ownership } from './tables/ownership.ts';
import { throttling } from './tables/throttling.ts';

export const mutants: readonly Mutant[] = [...creating, ...deleting, ...ownership, ...observing, ...kubernetes, ...throttling];
