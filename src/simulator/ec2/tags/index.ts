import type { Operations } from '../../operations.ts';

export const tagOperations: Operations = [];
