import type { Column } from '../kind.ts';

export const group = 'privatelink-operator.io';
export const version = 'v1alpha1';

/** The columns that every kind begins and ends with. */
export const leadingColumns: readonly Column[] = [
  { name: 'Ready', type: 'string', jsonPath: '.status.conditions[?(@.type=="Ready")].status' },
  { name: 'Reason', type: 'string', jsonPath: '.status.conditions[?(@.type=="Ready")].reason' },
];
export const ageColumn: Column = { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' };
