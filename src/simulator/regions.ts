/** The Regions simulated and their zone IDs, as AWS numbers them. */
export const regionZones: ReadonlyMap<string, readonly string[]> = new Map([
  ['us-east-1', ['use1-az1', 'use1-az2', 'use1-az3', 'use1-az4', 'use1-az5', 'use1-az6']],
  ['us-west-2', ['usw2-az1', 'usw2-az2', 'usw2-az3', 'usw2-az4']],
  ['eu-west-1', ['euw1-az1', 'euw1-az2', 'euw1-az3']],
  ['eu-central-1', ['euc1-az1', 'euc1-az2', 'euc1-az3']],
  ['ap-northeast-2', ['apne2-az1', 'apne2-az2', 'apne2-az3', 'apne2-az4']],
]);
