import { CreateTags$, DeleteTags$, DescribeTags$ } from '@aws-sdk/client-ec2';
import type { Operations } from '../../operations.ts';
import { filterMembers, operation, pagingMembers } from '../../operations.ts';
import { createTags, deleteTags } from './change-tags.ts';
import { describeTags } from './describe-tags.ts';

const changeMembers = ['Resources', 'Tags.Key', 'Tags.Value'];

/** Tags of every EC2 resource in the world. */
export const tagOperations: Operations = [
  operation(CreateTags$, { reads: changeMembers, run: createTags }),
  operation(DeleteTags$, { reads: changeMembers, run: deleteTags }),
  operation(DescribeTags$, { reads: [...filterMembers, ...pagingMembers], run: describeTags }),
];
