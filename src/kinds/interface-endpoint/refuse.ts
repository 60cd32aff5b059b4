import type { Refusal } from '../kind.ts';
import type { InterfaceEndpointSpec } from './schema.ts';

/** What the API server cannot check. */
export function refuse(spec: InterfaceEndpointSpec): Refusal | undefined {
  return spec.policyJSON === undefined || isJsonObject(spec.policyJSON)
    ? undefined
    : { reason: 'InvalidSpec', message: 'spec.policyJSON is not a JSON object. Correct it, or write the policy under spec.policy.' };
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' && !Array.isArray(value);
  } catch {
    return false;
  }
}
