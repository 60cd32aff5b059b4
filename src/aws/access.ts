/** Whose credentials carry a call: the operator's own where no role is named. */
export interface Access {
  readonly roleARN?: string | undefined;
  readonly externalID?: string | undefined;
}

/** Two accesses share clients, credentials and readings only if AWS would treat them alike: the external ID counts. */
export function accessKey(access: Access): string {
  return JSON.stringify([access.roleARN ?? '', access.externalID ?? '']);
}
