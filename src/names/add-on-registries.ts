/**
 * Registries of AWS with the pause image and the add-ons of EKS: the account of each Region. Sources: EKS User
 * Guide, "View Amazon container image registries for Amazon EKS add-ons"; for the isolated partitions, which
 * the guide omits, the accounts from which the EKS AMI pulls its pause image (awslabs/amazon-eks-ami,
 * `get-ecr-uri.sh`).
 */
const ofRegion: Readonly<Record<string, string>> = {
  'af-south-1': '877085696533',
  'ap-east-1': '800184023465',
  'ap-east-2': '533267051163',
  'ap-northeast-1': '602401143452',
  'ap-northeast-2': '602401143452',
  'ap-northeast-3': '602401143452',
  'ap-south-1': '602401143452',
  'ap-south-2': '900889452093',
  'ap-southeast-1': '602401143452',
  'ap-southeast-2': '602401143452',
  'ap-southeast-3': '296578399912',
  'ap-southeast-4': '491585149902',
  'ap-southeast-5': '151610086707',
  'ap-southeast-6': '333609536671',
  'ap-southeast-7': '121268973566',
  'ca-central-1': '602401143452',
  'ca-west-1': '761377655185',
  'cn-north-1': '918309763551',
  'cn-northwest-1': '961992271922',
  'eu-central-1': '602401143452',
  'eu-central-2': '900612956339',
  'eu-isoe-west-1': '249663109785',
  'eu-north-1': '602401143452',
  'eu-south-1': '590381155156',
  'eu-south-2': '455263428931',
  'eu-west-1': '602401143452',
  'eu-west-2': '602401143452',
  'eu-west-3': '602401143452',
  'il-central-1': '066635153087',
  'me-central-1': '759879836304',
  'me-south-1': '558608220178',
  'mx-central-1': '730335286997',
  'sa-east-1': '602401143452',
  'us-east-1': '602401143452',
  'us-east-2': '602401143452',
  'us-gov-east-1': '151742754352',
  'us-gov-west-1': '013241004608',
  'us-iso-east-1': '725322719131',
  'us-iso-west-1': '608367168043',
  'us-isob-east-1': '187977181151',
  'us-isof-south-1': '676585237158',
  'us-west-1': '602401143452',
  'us-west-2': '602401143452',
};

/** The Regions that have such a registry. */
export const addOnRegions: readonly string[] = Object.keys(ofRegion);

/** Accounts of those registries. They belong to AWS: nobody else can create or change anything there. */
export const addOnAccounts: ReadonlySet<string> = new Set(Object.values(ofRegion));

/** @returns the account whose registry has the add-ons of EKS in a Region, if it is known. */
export function addOnAccountOf(region: string): string | undefined {
  return Object.hasOwn(ofRegion, region) ? ofRegion[region] : undefined;
}
