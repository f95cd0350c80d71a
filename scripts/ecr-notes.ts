/** How true an operation is to ECR, where there is more to say than that its rules are followed. */
export const ecrNotes: Readonly<Record<string, string>> = {
  BatchDeleteImage: 'The last tag takes the image along. Images of a manifest list are refused',
  BatchCheckLayerAvailability: 'Layers of archived images only are `ARCHIVED`',
  BatchGetImage:
    'Archived images are `ImageInaccessible`. Under a pull through cache rule it imports, which needs `ecr:BatchImportUpstreamImage` and, the first time, `ecr:CreateRepository`',
  CompleteLayerUpload: 'The digest is that of what is on disk',
  CreatePullThroughCacheRule:
    'Secrets are not read: upstreams are asked without credentials. Roles need `iam:PassRole`',
  CreateRepository: 'With tags it needs `ecr:TagResource`, too',
  CreateRepositoryCreationTemplate:
    'A lifecycle policy, a repository policy and a role need `ecr:PutLifecyclePolicy`, `ecr:SetRepositoryPolicy` and `iam:PassRole`, too',
  DescribeImageReplicationStatus: 'Copies are made at once: never `IN_PROGRESS`',
  DescribeImageScanFindings:
    'No scanner yet: each scan ends as `FAILED` with `UnsupportedImageError`, none as clean',
  DescribeImageSigningStatus:
    'No AWS Signer here: `FAILED` with `ResourceNotFoundException`, or with the denial of `signer:SignPayload`',
  DescribeImages: 'Without `filter.imageStatus`, active images only',
  GetAuthorizationToken: 'The token names its holder; policies are asked anew with each request',
  GetDownloadUrlForLayer: 'Layers that no active image needs are `LayerInaccessibleException`',
  GetLifecyclePolicy: '`lastEvaluatedAt` appears with the first run',
  GetLifecyclePolicyPreview: 'Complete after a second, `EXPIRED` after a day of the clock',
  ListImageReferrers: 'Authorized as `ecr:BatchGetImage`, there is no action of its own',
  ListImages: 'Without `filter.imageStatus`, active images only',
  PutAccountSetting: '`BLOB_MOUNTING` decides whether the registry mounts layers',
  PutImage:
    'Makes the repository when a `CREATE_ON_PUSH` template fits. Scans, signs and replicates',
  PutLifecyclePolicy:
    'Checked by the engine of `hawser lifecycle preview`. Acts when the clock has passed a day, then once a day',
  PutRegistryPolicy: 'Version 2: enforced on every request',
  PutReplicationConfiguration:
    'Later pushes are copied for real, between accounts by the registry policy of the destination',
  SetRepositoryPolicy: 'Without `force`, a policy that locks its author out is refused',
  StartImageScan: 'Once a day for each image',
  StartLifecyclePolicyPreview: 'Computed at once over all images',
  UpdateImageStorageClass:
    'Restoring takes 20 minutes of the clock. Archived images are 404 to pulls',
  UpdatePullThroughCacheRule: 'Roles need `iam:PassRole`',
  UploadLayerPart: 'Parts are consecutive',
  ValidatePullThroughCacheRule: 'Valid if it exists: there is no secret to look into',
};
