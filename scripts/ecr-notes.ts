/** How true an operation is to ECR, where there is more to say than that its rules are followed. */
export const ecrNotes: Readonly<Record<string, string>> = {
  BatchDeleteImage:
    'The last tag takes the image along. Images of a manifest list are refused. What a pod uses is flagged',
  BatchCheckLayerAvailability: 'Layers of archived images only are `ARCHIVED`',
  BatchGetImage:
    'Archived images are `ImageInaccessible`. Under a pull through cache rule it imports, which needs `ecr:BatchImportUpstreamImage` and, the first time, `ecr:CreateRepository`',
  CompleteLayerUpload:
    'The digest is that of what is on disk. Refuses layers with a part under 5 MiB before the last',
  CreatePullThroughCacheRule:
    'The secret must be there to be read. An ECR upstream of another account needs a role, which is assumed for real. Roles need `iam:PassRole`',
  CreateRepository: 'With tags it needs `ecr:TagResource`, too',
  CreateRepositoryCreationTemplate:
    'Its role makes the repository, if it may. A lifecycle policy, a repository policy and a role need `ecr:PutLifecyclePolicy`, `ecr:SetRepositoryPolicy` and `iam:PassRole`, too',
  DeleteRepository: 'With `force`, images go along; what a pod uses is flagged',
  DescribeImageReplicationStatus: 'Copies are made at once: never `IN_PROGRESS`',
  DescribeImageScanFindings:
    'No scanner yet: each scan ends as `FAILED` with `UnsupportedImageError`, none as clean',
  DescribeImageSigningStatus:
    'No AWS Signer here: `FAILED` with `ResourceNotFoundException`, or with the denial of `signer:SignPayload`',
  DescribeImages: 'Without `filter.imageStatus`, active images only',
  GetAuthorizationToken:
    'The token names its holder; policies are evaluated again with each request',
  GetDownloadUrlForLayer: 'Layers that no active image needs are `LayerInaccessibleException`',
  GetLifecyclePolicy: '`lastEvaluatedAt` appears with the first run',
  GetLifecyclePolicyPreview: 'Complete after a second, `EXPIRED` after a day of the clock',
  ListImageReferrers: 'Authorized as `ecr:BatchGetImage`, there is no action of its own',
  ListImages: 'Without `filter.imageStatus`, active images only',
  PutAccountSetting: '`BLOB_MOUNTING` decides whether the registry mounts layers',
  PutImage:
    'Makes the repository when a `CREATE_ON_PUSH` template fits. Scans, signs and replicates. 1,000 tags an image, 100,000 images a repository',
  PutLifecyclePolicy:
    'Checked by the engine of `hawser lifecycle preview`. Acts when the clock has passed a day, then once a day, with a `PolicyExecutionEvent` on the trail',
  PutRegistryPolicy: 'Version 2: enforced on every request',
  PutReplicationConfiguration:
    'Later pushes are copied for real, between accounts by the registry policy of the destination',
  SetRepositoryPolicy: 'Without `force`, a policy that locks its author out is refused',
  StartImageScan: 'Once a day for each image',
  StartLifecyclePolicyPreview: 'Computed at once over all images; a `DryRunEvent` on the trail',
  UpdateImageStorageClass:
    'Restoring takes 20 minutes of the clock. Archived images are 404 to pulls; what a pod uses is flagged',
  UpdatePullThroughCacheRule: 'Roles need `iam:PassRole`',
  UploadLayerPart: 'Parts are consecutive, at most 4,200; layers have at most 52,000 MiB',
  ValidatePullThroughCacheRule:
    'Reads the secret or assumes the role, and signs in upstream; `failure` says why that does not work',
};
