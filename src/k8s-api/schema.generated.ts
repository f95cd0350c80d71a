// Written by scripts/generate-kubernetes-schema.ts.

/** The type of each kind's objects. */
export const kinds: Readonly<Record<string, string>> = {
  "ConfigMap": "V1ConfigMap",
  "Deployment": "V1Deployment",
  "Event": "CoreV1Event",
  "Lease": "V1Lease",
  "MutatingWebhookConfiguration": "V1MutatingWebhookConfiguration",
  "Namespace": "V1Namespace",
  "Node": "V1Node",
  "Pod": "V1Pod",
  "ReplicaSet": "V1ReplicaSet",
  "Secret": "V1Secret",
  "ServiceAccount": "V1ServiceAccount",
  "ValidatingWebhookConfiguration": "V1ValidatingWebhookConfiguration"
};

/**
 * The fields of each type, with their shapes: a scalar or another type, after `[]` in a list, after `{}` in
 * a map.
 */
export const types: Readonly<Record<string, Readonly<Record<string, string>>>> = {
 "AdmissionregistrationV1ServiceReference": {
  "name": "string",
  "namespace": "string",
  "path": "string",
  "port": "int32"
 },
 "AdmissionregistrationV1WebhookClientConfig": {
  "caBundle": "bytes",
  "service": "AdmissionregistrationV1ServiceReference",
  "url": "string"
 },
 "CoreV1Event": {
  "action": "string",
  "apiVersion": "string",
  "count": "int32",
  "eventTime": "time",
  "firstTimestamp": "time",
  "involvedObject": "V1ObjectReference",
  "kind": "string",
  "lastTimestamp": "time",
  "message": "string",
  "metadata": "V1ObjectMeta",
  "reason": "string",
  "related": "V1ObjectReference",
  "reportingComponent": "string",
  "reportingInstance": "string",
  "series": "CoreV1EventSeries",
  "source": "V1EventSource",
  "type": "string"
 },
 "CoreV1EventSeries": {
  "count": "int32",
  "lastObservedTime": "time"
 },
 "CoreV1ResourceClaim": {
  "name": "string",
  "request": "string"
 },
 "V1AWSElasticBlockStoreVolumeSource": {
  "fsType": "string",
  "partition": "int32",
  "readOnly": "boolean",
  "volumeID": "string"
 },
 "V1Affinity": {
  "nodeAffinity": "V1NodeAffinity",
  "podAffinity": "V1PodAffinity",
  "podAntiAffinity": "V1PodAntiAffinity"
 },
 "V1AppArmorProfile": {
  "localhostProfile": "string",
  "type": "string"
 },
 "V1AttachedVolume": {
  "devicePath": "string",
  "name": "string"
 },
 "V1AzureDiskVolumeSource": {
  "cachingMode": "string",
  "diskName": "string",
  "diskURI": "string",
  "fsType": "string",
  "kind": "string",
  "readOnly": "boolean"
 },
 "V1AzureFileVolumeSource": {
  "readOnly": "boolean",
  "secretName": "string",
  "shareName": "string"
 },
 "V1CSIVolumeSource": {
  "driver": "string",
  "fsType": "string",
  "nodePublishSecretRef": "V1LocalObjectReference",
  "readOnly": "boolean",
  "volumeAttributes": "{}string"
 },
 "V1Capabilities": {
  "add": "[]string",
  "drop": "[]string"
 },
 "V1CephFSVolumeSource": {
  "monitors": "[]string",
  "path": "string",
  "readOnly": "boolean",
  "secretFile": "string",
  "secretRef": "V1LocalObjectReference",
  "user": "string"
 },
 "V1CinderVolumeSource": {
  "fsType": "string",
  "readOnly": "boolean",
  "secretRef": "V1LocalObjectReference",
  "volumeID": "string"
 },
 "V1ClusterTrustBundleProjection": {
  "labelSelector": "V1LabelSelector",
  "name": "string",
  "optional": "boolean",
  "path": "string",
  "signerName": "string"
 },
 "V1ConfigMap": {
  "apiVersion": "string",
  "binaryData": "{}bytes",
  "data": "{}string",
  "immutable": "boolean",
  "kind": "string",
  "metadata": "V1ObjectMeta"
 },
 "V1ConfigMapEnvSource": {
  "name": "string",
  "optional": "boolean"
 },
 "V1ConfigMapKeySelector": {
  "key": "string",
  "name": "string",
  "optional": "boolean"
 },
 "V1ConfigMapNodeConfigSource": {
  "kubeletConfigKey": "string",
  "name": "string",
  "namespace": "string",
  "resourceVersion": "string",
  "uid": "string"
 },
 "V1ConfigMapProjection": {
  "items": "[]V1KeyToPath",
  "name": "string",
  "optional": "boolean"
 },
 "V1ConfigMapVolumeSource": {
  "defaultMode": "int32",
  "items": "[]V1KeyToPath",
  "name": "string",
  "optional": "boolean"
 },
 "V1Container": {
  "args": "[]string",
  "command": "[]string",
  "env": "[]V1EnvVar",
  "envFrom": "[]V1EnvFromSource",
  "image": "string",
  "imagePullPolicy": "string",
  "lifecycle": "V1Lifecycle",
  "livenessProbe": "V1Probe",
  "name": "string",
  "ports": "[]V1ContainerPort",
  "readinessProbe": "V1Probe",
  "resizePolicy": "[]V1ContainerResizePolicy",
  "resources": "V1ResourceRequirements",
  "restartPolicy": "string",
  "restartPolicyRules": "[]V1ContainerRestartRule",
  "securityContext": "V1SecurityContext",
  "startupProbe": "V1Probe",
  "stdin": "boolean",
  "stdinOnce": "boolean",
  "terminationMessagePath": "string",
  "terminationMessagePolicy": "string",
  "tty": "boolean",
  "volumeDevices": "[]V1VolumeDevice",
  "volumeMounts": "[]V1VolumeMount",
  "workingDir": "string"
 },
 "V1ContainerExtendedResourceRequest": {
  "containerName": "string",
  "requestName": "string",
  "resourceName": "string"
 },
 "V1ContainerImage": {
  "names": "[]string",
  "sizeBytes": "int64"
 },
 "V1ContainerPort": {
  "containerPort": "int32",
  "hostIP": "string",
  "hostPort": "int32",
  "name": "string",
  "protocol": "string"
 },
 "V1ContainerResizePolicy": {
  "resourceName": "string",
  "restartPolicy": "string"
 },
 "V1ContainerRestartRule": {
  "action": "string",
  "exitCodes": "V1ContainerRestartRuleOnExitCodes"
 },
 "V1ContainerRestartRuleOnExitCodes": {
  "operator": "string",
  "values": "[]int32"
 },
 "V1ContainerState": {
  "running": "V1ContainerStateRunning",
  "terminated": "V1ContainerStateTerminated",
  "waiting": "V1ContainerStateWaiting"
 },
 "V1ContainerStateRunning": {
  "startedAt": "time"
 },
 "V1ContainerStateTerminated": {
  "containerID": "string",
  "exitCode": "int32",
  "finishedAt": "time",
  "message": "string",
  "reason": "string",
  "signal": "int32",
  "startedAt": "time"
 },
 "V1ContainerStateWaiting": {
  "message": "string",
  "reason": "string"
 },
 "V1ContainerStatus": {
  "allocatedResources": "{}quantity",
  "allocatedResourcesStatus": "[]V1ResourceStatus",
  "containerID": "string",
  "image": "string",
  "imageID": "string",
  "lastState": "V1ContainerState",
  "name": "string",
  "ready": "boolean",
  "resources": "V1ResourceRequirements",
  "restartCount": "int32",
  "started": "boolean",
  "state": "V1ContainerState",
  "stopSignal": "string",
  "user": "V1ContainerUser",
  "volumeMounts": "[]V1VolumeMountStatus"
 },
 "V1ContainerUser": {
  "linux": "V1LinuxContainerUser"
 },
 "V1DaemonEndpoint": {
  "Port": "int32"
 },
 "V1Deployment": {
  "apiVersion": "string",
  "kind": "string",
  "metadata": "V1ObjectMeta",
  "spec": "V1DeploymentSpec",
  "status": "V1DeploymentStatus"
 },
 "V1DeploymentCondition": {
  "lastTransitionTime": "time",
  "lastUpdateTime": "time",
  "message": "string",
  "reason": "string",
  "status": "string",
  "type": "string"
 },
 "V1DeploymentSpec": {
  "minReadySeconds": "int32",
  "paused": "boolean",
  "progressDeadlineSeconds": "int32",
  "replicas": "int32",
  "revisionHistoryLimit": "int32",
  "selector": "V1LabelSelector",
  "strategy": "V1DeploymentStrategy",
  "template": "V1PodTemplateSpec"
 },
 "V1DeploymentStatus": {
  "availableReplicas": "int32",
  "collisionCount": "int32",
  "conditions": "[]V1DeploymentCondition",
  "observedGeneration": "int64",
  "readyReplicas": "int32",
  "replicas": "int32",
  "terminatingReplicas": "int32",
  "unavailableReplicas": "int32",
  "updatedReplicas": "int32"
 },
 "V1DeploymentStrategy": {
  "rollingUpdate": "V1RollingUpdateDeployment",
  "type": "string"
 },
 "V1DownwardAPIProjection": {
  "items": "[]V1DownwardAPIVolumeFile"
 },
 "V1DownwardAPIVolumeFile": {
  "fieldRef": "V1ObjectFieldSelector",
  "mode": "int32",
  "path": "string",
  "resourceFieldRef": "V1ResourceFieldSelector"
 },
 "V1DownwardAPIVolumeSource": {
  "defaultMode": "int32",
  "items": "[]V1DownwardAPIVolumeFile"
 },
 "V1EmptyDirVolumeSource": {
  "medium": "string",
  "sizeLimit": "string"
 },
 "V1EnvFromSource": {
  "configMapRef": "V1ConfigMapEnvSource",
  "prefix": "string",
  "secretRef": "V1SecretEnvSource"
 },
 "V1EnvVar": {
  "name": "string",
  "value": "string",
  "valueFrom": "V1EnvVarSource"
 },
 "V1EnvVarSource": {
  "configMapKeyRef": "V1ConfigMapKeySelector",
  "fieldRef": "V1ObjectFieldSelector",
  "fileKeyRef": "V1FileKeySelector",
  "resourceFieldRef": "V1ResourceFieldSelector",
  "secretKeyRef": "V1SecretKeySelector"
 },
 "V1EphemeralContainer": {
  "args": "[]string",
  "command": "[]string",
  "env": "[]V1EnvVar",
  "envFrom": "[]V1EnvFromSource",
  "image": "string",
  "imagePullPolicy": "string",
  "lifecycle": "V1Lifecycle",
  "livenessProbe": "V1Probe",
  "name": "string",
  "ports": "[]V1ContainerPort",
  "readinessProbe": "V1Probe",
  "resizePolicy": "[]V1ContainerResizePolicy",
  "resources": "V1ResourceRequirements",
  "restartPolicy": "string",
  "restartPolicyRules": "[]V1ContainerRestartRule",
  "securityContext": "V1SecurityContext",
  "startupProbe": "V1Probe",
  "stdin": "boolean",
  "stdinOnce": "boolean",
  "targetContainerName": "string",
  "terminationMessagePath": "string",
  "terminationMessagePolicy": "string",
  "tty": "boolean",
  "volumeDevices": "[]V1VolumeDevice",
  "volumeMounts": "[]V1VolumeMount",
  "workingDir": "string"
 },
 "V1EphemeralVolumeSource": {
  "volumeClaimTemplate": "V1PersistentVolumeClaimTemplate"
 },
 "V1EventSource": {
  "component": "string",
  "host": "string"
 },
 "V1ExecAction": {
  "command": "[]string"
 },
 "V1FCVolumeSource": {
  "fsType": "string",
  "lun": "int32",
  "readOnly": "boolean",
  "targetWWNs": "[]string",
  "wwids": "[]string"
 },
 "V1FileKeySelector": {
  "key": "string",
  "optional": "boolean",
  "path": "string",
  "volumeName": "string"
 },
 "V1FlexVolumeSource": {
  "driver": "string",
  "fsType": "string",
  "options": "{}string",
  "readOnly": "boolean",
  "secretRef": "V1LocalObjectReference"
 },
 "V1FlockerVolumeSource": {
  "datasetName": "string",
  "datasetUUID": "string"
 },
 "V1GCEPersistentDiskVolumeSource": {
  "fsType": "string",
  "partition": "int32",
  "pdName": "string",
  "readOnly": "boolean"
 },
 "V1GRPCAction": {
  "port": "int32",
  "service": "string"
 },
 "V1GitRepoVolumeSource": {
  "directory": "string",
  "repository": "string",
  "revision": "string"
 },
 "V1GlusterfsVolumeSource": {
  "endpoints": "string",
  "path": "string",
  "readOnly": "boolean"
 },
 "V1HTTPGetAction": {
  "host": "string",
  "httpHeaders": "[]V1HTTPHeader",
  "path": "string",
  "port": "intOrString",
  "scheme": "string"
 },
 "V1HTTPHeader": {
  "name": "string",
  "value": "string"
 },
 "V1HostAlias": {
  "hostnames": "[]string",
  "ip": "string"
 },
 "V1HostIP": {
  "ip": "string"
 },
 "V1HostPathVolumeSource": {
  "path": "string",
  "type": "string"
 },
 "V1ISCSIVolumeSource": {
  "chapAuthDiscovery": "boolean",
  "chapAuthSession": "boolean",
  "fsType": "string",
  "initiatorName": "string",
  "iqn": "string",
  "iscsiInterface": "string",
  "lun": "int32",
  "portals": "[]string",
  "readOnly": "boolean",
  "secretRef": "V1LocalObjectReference",
  "targetPortal": "string"
 },
 "V1ImageVolumeSource": {
  "pullPolicy": "string",
  "reference": "string"
 },
 "V1ImageVolumeStatus": {
  "imageRef": "string"
 },
 "V1KeyToPath": {
  "key": "string",
  "mode": "int32",
  "path": "string"
 },
 "V1LabelSelector": {
  "matchExpressions": "[]V1LabelSelectorRequirement",
  "matchLabels": "{}string"
 },
 "V1LabelSelectorRequirement": {
  "key": "string",
  "operator": "string",
  "values": "[]string"
 },
 "V1Lease": {
  "apiVersion": "string",
  "kind": "string",
  "metadata": "V1ObjectMeta",
  "spec": "V1LeaseSpec"
 },
 "V1LeaseSpec": {
  "acquireTime": "time",
  "holderIdentity": "string",
  "leaseDurationSeconds": "int32",
  "leaseTransitions": "int32",
  "preferredHolder": "string",
  "renewTime": "time",
  "strategy": "string"
 },
 "V1Lifecycle": {
  "postStart": "V1LifecycleHandler",
  "preStop": "V1LifecycleHandler",
  "stopSignal": "string"
 },
 "V1LifecycleHandler": {
  "exec": "V1ExecAction",
  "httpGet": "V1HTTPGetAction",
  "sleep": "V1SleepAction",
  "tcpSocket": "V1TCPSocketAction"
 },
 "V1LinuxContainerUser": {
  "gid": "int64",
  "supplementalGroups": "[]int64",
  "uid": "int64"
 },
 "V1LocalObjectReference": {
  "name": "string"
 },
 "V1ManagedFieldsEntry": {
  "apiVersion": "string",
  "fieldsType": "string",
  "fieldsV1": "any",
  "manager": "string",
  "operation": "string",
  "subresource": "string",
  "time": "time"
 },
 "V1MatchCondition": {
  "expression": "string",
  "name": "string"
 },
 "V1MutatingWebhook": {
  "admissionReviewVersions": "[]string",
  "clientConfig": "AdmissionregistrationV1WebhookClientConfig",
  "failurePolicy": "string",
  "matchConditions": "[]V1MatchCondition",
  "matchPolicy": "string",
  "name": "string",
  "namespaceSelector": "V1LabelSelector",
  "objectSelector": "V1LabelSelector",
  "reinvocationPolicy": "string",
  "rules": "[]V1RuleWithOperations",
  "sideEffects": "string",
  "timeoutSeconds": "int32"
 },
 "V1MutatingWebhookConfiguration": {
  "apiVersion": "string",
  "kind": "string",
  "metadata": "V1ObjectMeta",
  "webhooks": "[]V1MutatingWebhook"
 },
 "V1NFSVolumeSource": {
  "path": "string",
  "readOnly": "boolean",
  "server": "string"
 },
 "V1Namespace": {
  "apiVersion": "string",
  "kind": "string",
  "metadata": "V1ObjectMeta",
  "spec": "V1NamespaceSpec",
  "status": "V1NamespaceStatus"
 },
 "V1NamespaceCondition": {
  "lastTransitionTime": "time",
  "message": "string",
  "reason": "string",
  "status": "string",
  "type": "string"
 },
 "V1NamespaceSpec": {
  "finalizers": "[]string"
 },
 "V1NamespaceStatus": {
  "conditions": "[]V1NamespaceCondition",
  "phase": "string"
 },
 "V1Node": {
  "apiVersion": "string",
  "kind": "string",
  "metadata": "V1ObjectMeta",
  "spec": "V1NodeSpec",
  "status": "V1NodeStatus"
 },
 "V1NodeAddress": {
  "address": "string",
  "type": "string"
 },
 "V1NodeAffinity": {
  "preferredDuringSchedulingIgnoredDuringExecution": "[]V1PreferredSchedulingTerm",
  "requiredDuringSchedulingIgnoredDuringExecution": "V1NodeSelector"
 },
 "V1NodeAllocatableResourceClaimStatus": {
  "containers": "[]string",
  "resourceClaimName": "string",
  "resources": "{}string"
 },
 "V1NodeCondition": {
  "lastHeartbeatTime": "time",
  "lastTransitionTime": "time",
  "message": "string",
  "reason": "string",
  "status": "string",
  "type": "string"
 },
 "V1NodeConfigSource": {
  "configMap": "V1ConfigMapNodeConfigSource"
 },
 "V1NodeConfigStatus": {
  "active": "V1NodeConfigSource",
  "assigned": "V1NodeConfigSource",
  "error": "string",
  "lastKnownGood": "V1NodeConfigSource"
 },
 "V1NodeDaemonEndpoints": {
  "kubeletEndpoint": "V1DaemonEndpoint"
 },
 "V1NodeFeatures": {
  "supplementalGroupsPolicy": "boolean"
 },
 "V1NodeRuntimeHandler": {
  "features": "V1NodeRuntimeHandlerFeatures",
  "name": "string"
 },
 "V1NodeRuntimeHandlerFeatures": {
  "recursiveReadOnlyMounts": "boolean",
  "userNamespaces": "boolean"
 },
 "V1NodeSelector": {
  "nodeSelectorTerms": "[]V1NodeSelectorTerm"
 },
 "V1NodeSelectorRequirement": {
  "key": "string",
  "operator": "string",
  "values": "[]string"
 },
 "V1NodeSelectorTerm": {
  "matchExpressions": "[]V1NodeSelectorRequirement",
  "matchFields": "[]V1NodeSelectorRequirement"
 },
 "V1NodeSpec": {
  "configSource": "V1NodeConfigSource",
  "externalID": "string",
  "podCIDR": "string",
  "podCIDRs": "[]string",
  "providerID": "string",
  "taints": "[]V1Taint",
  "unschedulable": "boolean"
 },
 "V1NodeStatus": {
  "addresses": "[]V1NodeAddress",
  "allocatable": "{}quantity",
  "capacity": "{}quantity",
  "conditions": "[]V1NodeCondition",
  "config": "V1NodeConfigStatus",
  "daemonEndpoints": "V1NodeDaemonEndpoints",
  "declaredFeatures": "[]string",
  "features": "V1NodeFeatures",
  "images": "[]V1ContainerImage",
  "nodeInfo": "V1NodeSystemInfo",
  "phase": "string",
  "runtimeHandlers": "[]V1NodeRuntimeHandler",
  "volumesAttached": "[]V1AttachedVolume",
  "volumesInUse": "[]string"
 },
 "V1NodeSwapStatus": {
  "capacity": "int64"
 },
 "V1NodeSystemInfo": {
  "architecture": "string",
  "bootID": "string",
  "containerRuntimeVersion": "string",
  "kernelVersion": "string",
  "kubeProxyVersion": "string",
  "kubeletVersion": "string",
  "machineID": "string",
  "operatingSystem": "string",
  "osImage": "string",
  "swap": "V1NodeSwapStatus",
  "systemUUID": "string"
 },
 "V1ObjectFieldSelector": {
  "apiVersion": "string",
  "fieldPath": "string"
 },
 "V1ObjectMeta": {
  "annotations": "{}string",
  "creationTimestamp": "time",
  "deletionGracePeriodSeconds": "int64",
  "deletionTimestamp": "time",
  "finalizers": "[]string",
  "generateName": "string",
  "generation": "int64",
  "labels": "{}string",
  "managedFields": "[]V1ManagedFieldsEntry",
  "name": "string",
  "namespace": "string",
  "ownerReferences": "[]V1OwnerReference",
  "resourceVersion": "string",
  "selfLink": "string",
  "uid": "string"
 },
 "V1ObjectReference": {
  "apiVersion": "string",
  "fieldPath": "string",
  "kind": "string",
  "name": "string",
  "namespace": "string",
  "resourceVersion": "string",
  "uid": "string"
 },
 "V1OwnerReference": {
  "apiVersion": "string",
  "blockOwnerDeletion": "boolean",
  "controller": "boolean",
  "kind": "string",
  "name": "string",
  "uid": "string"
 },
 "V1PersistentVolumeClaimSpec": {
  "accessModes": "[]string",
  "dataSource": "V1TypedLocalObjectReference",
  "dataSourceRef": "V1TypedObjectReference",
  "resources": "V1VolumeResourceRequirements",
  "selector": "V1LabelSelector",
  "storageClassName": "string",
  "volumeAttributesClassName": "string",
  "volumeMode": "string",
  "volumeName": "string"
 },
 "V1PersistentVolumeClaimTemplate": {
  "metadata": "V1ObjectMeta",
  "spec": "V1PersistentVolumeClaimSpec"
 },
 "V1PersistentVolumeClaimVolumeSource": {
  "claimName": "string",
  "readOnly": "boolean"
 },
 "V1PhotonPersistentDiskVolumeSource": {
  "fsType": "string",
  "pdID": "string"
 },
 "V1Pod": {
  "apiVersion": "string",
  "kind": "string",
  "metadata": "V1ObjectMeta",
  "spec": "V1PodSpec",
  "status": "V1PodStatus"
 },
 "V1PodAffinity": {
  "preferredDuringSchedulingIgnoredDuringExecution": "[]V1WeightedPodAffinityTerm",
  "requiredDuringSchedulingIgnoredDuringExecution": "[]V1PodAffinityTerm"
 },
 "V1PodAffinityTerm": {
  "labelSelector": "V1LabelSelector",
  "matchLabelKeys": "[]string",
  "mismatchLabelKeys": "[]string",
  "namespaceSelector": "V1LabelSelector",
  "namespaces": "[]string",
  "topologyKey": "string"
 },
 "V1PodAntiAffinity": {
  "preferredDuringSchedulingIgnoredDuringExecution": "[]V1WeightedPodAffinityTerm",
  "requiredDuringSchedulingIgnoredDuringExecution": "[]V1PodAffinityTerm"
 },
 "V1PodCertificateProjection": {
  "certificateChainPath": "string",
  "credentialBundlePath": "string",
  "keyPath": "string",
  "keyType": "string",
  "maxExpirationSeconds": "int32",
  "signerName": "string",
  "userAnnotations": "{}string"
 },
 "V1PodCondition": {
  "lastProbeTime": "time",
  "lastTransitionTime": "time",
  "message": "string",
  "observedGeneration": "int64",
  "reason": "string",
  "status": "string",
  "type": "string"
 },
 "V1PodDNSConfig": {
  "nameservers": "[]string",
  "options": "[]V1PodDNSConfigOption",
  "searches": "[]string"
 },
 "V1PodDNSConfigOption": {
  "name": "string",
  "value": "string"
 },
 "V1PodExtendedResourceClaimStatus": {
  "requestMappings": "[]V1ContainerExtendedResourceRequest",
  "resourceClaimName": "string"
 },
 "V1PodIP": {
  "ip": "string"
 },
 "V1PodOS": {
  "name": "string"
 },
 "V1PodReadinessGate": {
  "conditionType": "string"
 },
 "V1PodResourceClaim": {
  "name": "string",
  "resourceClaimName": "string",
  "resourceClaimTemplateName": "string"
 },
 "V1PodResourceClaimStatus": {
  "name": "string",
  "resourceClaimName": "string"
 },
 "V1PodSchedulingGate": {
  "name": "string"
 },
 "V1PodSchedulingGroup": {
  "podGroupName": "string"
 },
 "V1PodSecurityContext": {
  "appArmorProfile": "V1AppArmorProfile",
  "fsGroup": "int64",
  "fsGroupChangePolicy": "string",
  "runAsGroup": "int64",
  "runAsNonRoot": "boolean",
  "runAsUser": "int64",
  "seLinuxChangePolicy": "string",
  "seLinuxOptions": "V1SELinuxOptions",
  "seccompProfile": "V1SeccompProfile",
  "supplementalGroups": "[]int64",
  "supplementalGroupsPolicy": "string",
  "sysctls": "[]V1Sysctl",
  "windowsOptions": "V1WindowsSecurityContextOptions"
 },
 "V1PodSpec": {
  "activeDeadlineSeconds": "int64",
  "affinity": "V1Affinity",
  "automountServiceAccountToken": "boolean",
  "containers": "[]V1Container",
  "dnsConfig": "V1PodDNSConfig",
  "dnsPolicy": "string",
  "enableServiceLinks": "boolean",
  "ephemeralContainers": "[]V1EphemeralContainer",
  "hostAliases": "[]V1HostAlias",
  "hostIPC": "boolean",
  "hostNetwork": "boolean",
  "hostPID": "boolean",
  "hostUsers": "boolean",
  "hostname": "string",
  "hostnameOverride": "string",
  "imagePullSecrets": "[]V1LocalObjectReference",
  "initContainers": "[]V1Container",
  "nodeName": "string",
  "nodeSelector": "{}string",
  "os": "V1PodOS",
  "overhead": "{}string",
  "preemptionPolicy": "string",
  "priority": "int32",
  "priorityClassName": "string",
  "readinessGates": "[]V1PodReadinessGate",
  "resourceClaims": "[]V1PodResourceClaim",
  "resources": "V1ResourceRequirements",
  "restartPolicy": "string",
  "runtimeClassName": "string",
  "schedulerName": "string",
  "schedulingGates": "[]V1PodSchedulingGate",
  "schedulingGroup": "V1PodSchedulingGroup",
  "securityContext": "V1PodSecurityContext",
  "serviceAccount": "string",
  "serviceAccountName": "string",
  "setHostnameAsFQDN": "boolean",
  "shareProcessNamespace": "boolean",
  "subdomain": "string",
  "terminationGracePeriodSeconds": "int64",
  "tolerations": "[]V1Toleration",
  "topologySpreadConstraints": "[]V1TopologySpreadConstraint",
  "volumes": "[]V1Volume"
 },
 "V1PodStatus": {
  "allocatedResources": "{}quantity",
  "conditions": "[]V1PodCondition",
  "containerStatuses": "[]V1ContainerStatus",
  "ephemeralContainerStatuses": "[]V1ContainerStatus",
  "extendedResourceClaimStatus": "V1PodExtendedResourceClaimStatus",
  "hostIP": "string",
  "hostIPs": "[]V1HostIP",
  "initContainerStatuses": "[]V1ContainerStatus",
  "message": "string",
  "nodeAllocatableResourceClaimStatuses": "[]V1NodeAllocatableResourceClaimStatus",
  "nominatedNodeName": "string",
  "observedGeneration": "int64",
  "phase": "string",
  "podIP": "string",
  "podIPs": "[]V1PodIP",
  "qosClass": "string",
  "reason": "string",
  "resize": "string",
  "resourceClaimStatuses": "[]V1PodResourceClaimStatus",
  "resources": "V1ResourceRequirements",
  "startTime": "time"
 },
 "V1PodTemplateSpec": {
  "metadata": "V1ObjectMeta",
  "spec": "V1PodSpec"
 },
 "V1PortworxVolumeSource": {
  "fsType": "string",
  "readOnly": "boolean",
  "volumeID": "string"
 },
 "V1PreferredSchedulingTerm": {
  "preference": "V1NodeSelectorTerm",
  "weight": "int32"
 },
 "V1Probe": {
  "exec": "V1ExecAction",
  "failureThreshold": "int32",
  "grpc": "V1GRPCAction",
  "httpGet": "V1HTTPGetAction",
  "initialDelaySeconds": "int32",
  "periodSeconds": "int32",
  "successThreshold": "int32",
  "tcpSocket": "V1TCPSocketAction",
  "terminationGracePeriodSeconds": "int64",
  "timeoutSeconds": "int32"
 },
 "V1ProjectedVolumeSource": {
  "defaultMode": "int32",
  "sources": "[]V1VolumeProjection"
 },
 "V1QuobyteVolumeSource": {
  "group": "string",
  "readOnly": "boolean",
  "registry": "string",
  "tenant": "string",
  "user": "string",
  "volume": "string"
 },
 "V1RBDVolumeSource": {
  "fsType": "string",
  "image": "string",
  "keyring": "string",
  "monitors": "[]string",
  "pool": "string",
  "readOnly": "boolean",
  "secretRef": "V1LocalObjectReference",
  "user": "string"
 },
 "V1ReplicaSet": {
  "apiVersion": "string",
  "kind": "string",
  "metadata": "V1ObjectMeta",
  "spec": "V1ReplicaSetSpec",
  "status": "V1ReplicaSetStatus"
 },
 "V1ReplicaSetCondition": {
  "lastTransitionTime": "time",
  "message": "string",
  "reason": "string",
  "status": "string",
  "type": "string"
 },
 "V1ReplicaSetSpec": {
  "minReadySeconds": "int32",
  "replicas": "int32",
  "selector": "V1LabelSelector",
  "template": "V1PodTemplateSpec"
 },
 "V1ReplicaSetStatus": {
  "availableReplicas": "int32",
  "conditions": "[]V1ReplicaSetCondition",
  "fullyLabeledReplicas": "int32",
  "observedGeneration": "int64",
  "readyReplicas": "int32",
  "replicas": "int32",
  "terminatingReplicas": "int32"
 },
 "V1ResourceFieldSelector": {
  "containerName": "string",
  "divisor": "string",
  "resource": "string"
 },
 "V1ResourceHealth": {
  "health": "string",
  "message": "string",
  "resourceID": "string"
 },
 "V1ResourceRequirements": {
  "claims": "[]CoreV1ResourceClaim",
  "limits": "{}quantity",
  "requests": "{}quantity"
 },
 "V1ResourceStatus": {
  "name": "string",
  "resources": "[]V1ResourceHealth"
 },
 "V1RollingUpdateDeployment": {
  "maxSurge": "intOrString",
  "maxUnavailable": "intOrString"
 },
 "V1RuleWithOperations": {
  "apiGroups": "[]string",
  "apiVersions": "[]string",
  "operations": "[]string",
  "resources": "[]string",
  "scope": "string"
 },
 "V1SELinuxOptions": {
  "level": "string",
  "role": "string",
  "type": "string",
  "user": "string"
 },
 "V1ScaleIOVolumeSource": {
  "fsType": "string",
  "gateway": "string",
  "protectionDomain": "string",
  "readOnly": "boolean",
  "secretRef": "V1LocalObjectReference",
  "sslEnabled": "boolean",
  "storageMode": "string",
  "storagePool": "string",
  "system": "string",
  "volumeName": "string"
 },
 "V1SeccompProfile": {
  "localhostProfile": "string",
  "type": "string"
 },
 "V1Secret": {
  "apiVersion": "string",
  "data": "{}bytes",
  "immutable": "boolean",
  "kind": "string",
  "metadata": "V1ObjectMeta",
  "stringData": "{}string",
  "type": "string"
 },
 "V1SecretEnvSource": {
  "name": "string",
  "optional": "boolean"
 },
 "V1SecretKeySelector": {
  "key": "string",
  "name": "string",
  "optional": "boolean"
 },
 "V1SecretProjection": {
  "items": "[]V1KeyToPath",
  "name": "string",
  "optional": "boolean"
 },
 "V1SecretVolumeSource": {
  "defaultMode": "int32",
  "items": "[]V1KeyToPath",
  "optional": "boolean",
  "secretName": "string"
 },
 "V1SecurityContext": {
  "allowPrivilegeEscalation": "boolean",
  "appArmorProfile": "V1AppArmorProfile",
  "capabilities": "V1Capabilities",
  "privileged": "boolean",
  "procMount": "string",
  "readOnlyRootFilesystem": "boolean",
  "runAsGroup": "int64",
  "runAsNonRoot": "boolean",
  "runAsUser": "int64",
  "seLinuxOptions": "V1SELinuxOptions",
  "seccompProfile": "V1SeccompProfile",
  "windowsOptions": "V1WindowsSecurityContextOptions"
 },
 "V1ServiceAccount": {
  "apiVersion": "string",
  "automountServiceAccountToken": "boolean",
  "imagePullSecrets": "[]V1LocalObjectReference",
  "kind": "string",
  "metadata": "V1ObjectMeta",
  "secrets": "[]V1ObjectReference"
 },
 "V1ServiceAccountTokenProjection": {
  "audience": "string",
  "expirationSeconds": "int64",
  "path": "string"
 },
 "V1SleepAction": {
  "seconds": "int64"
 },
 "V1StorageOSVolumeSource": {
  "fsType": "string",
  "readOnly": "boolean",
  "secretRef": "V1LocalObjectReference",
  "volumeName": "string",
  "volumeNamespace": "string"
 },
 "V1Sysctl": {
  "name": "string",
  "value": "string"
 },
 "V1TCPSocketAction": {
  "host": "string",
  "port": "intOrString"
 },
 "V1Taint": {
  "effect": "string",
  "key": "string",
  "timeAdded": "time",
  "value": "string"
 },
 "V1Toleration": {
  "effect": "string",
  "key": "string",
  "operator": "string",
  "tolerationSeconds": "int64",
  "value": "string"
 },
 "V1TopologySpreadConstraint": {
  "labelSelector": "V1LabelSelector",
  "matchLabelKeys": "[]string",
  "maxSkew": "int32",
  "minDomains": "int32",
  "nodeAffinityPolicy": "string",
  "nodeTaintsPolicy": "string",
  "topologyKey": "string",
  "whenUnsatisfiable": "string"
 },
 "V1TypedLocalObjectReference": {
  "apiGroup": "string",
  "kind": "string",
  "name": "string"
 },
 "V1TypedObjectReference": {
  "apiGroup": "string",
  "kind": "string",
  "name": "string",
  "namespace": "string"
 },
 "V1ValidatingWebhook": {
  "admissionReviewVersions": "[]string",
  "clientConfig": "AdmissionregistrationV1WebhookClientConfig",
  "failurePolicy": "string",
  "matchConditions": "[]V1MatchCondition",
  "matchPolicy": "string",
  "name": "string",
  "namespaceSelector": "V1LabelSelector",
  "objectSelector": "V1LabelSelector",
  "rules": "[]V1RuleWithOperations",
  "sideEffects": "string",
  "timeoutSeconds": "int32"
 },
 "V1ValidatingWebhookConfiguration": {
  "apiVersion": "string",
  "kind": "string",
  "metadata": "V1ObjectMeta",
  "webhooks": "[]V1ValidatingWebhook"
 },
 "V1Volume": {
  "awsElasticBlockStore": "V1AWSElasticBlockStoreVolumeSource",
  "azureDisk": "V1AzureDiskVolumeSource",
  "azureFile": "V1AzureFileVolumeSource",
  "cephfs": "V1CephFSVolumeSource",
  "cinder": "V1CinderVolumeSource",
  "configMap": "V1ConfigMapVolumeSource",
  "csi": "V1CSIVolumeSource",
  "downwardAPI": "V1DownwardAPIVolumeSource",
  "emptyDir": "V1EmptyDirVolumeSource",
  "ephemeral": "V1EphemeralVolumeSource",
  "fc": "V1FCVolumeSource",
  "flexVolume": "V1FlexVolumeSource",
  "flocker": "V1FlockerVolumeSource",
  "gcePersistentDisk": "V1GCEPersistentDiskVolumeSource",
  "gitRepo": "V1GitRepoVolumeSource",
  "glusterfs": "V1GlusterfsVolumeSource",
  "hostPath": "V1HostPathVolumeSource",
  "image": "V1ImageVolumeSource",
  "iscsi": "V1ISCSIVolumeSource",
  "name": "string",
  "nfs": "V1NFSVolumeSource",
  "persistentVolumeClaim": "V1PersistentVolumeClaimVolumeSource",
  "photonPersistentDisk": "V1PhotonPersistentDiskVolumeSource",
  "portworxVolume": "V1PortworxVolumeSource",
  "projected": "V1ProjectedVolumeSource",
  "quobyte": "V1QuobyteVolumeSource",
  "rbd": "V1RBDVolumeSource",
  "scaleIO": "V1ScaleIOVolumeSource",
  "secret": "V1SecretVolumeSource",
  "storageos": "V1StorageOSVolumeSource",
  "vsphereVolume": "V1VsphereVirtualDiskVolumeSource"
 },
 "V1VolumeDevice": {
  "devicePath": "string",
  "name": "string"
 },
 "V1VolumeMount": {
  "mountPath": "string",
  "mountPropagation": "string",
  "name": "string",
  "readOnly": "boolean",
  "recursiveReadOnly": "string",
  "subPath": "string",
  "subPathExpr": "string"
 },
 "V1VolumeMountStatus": {
  "mountPath": "string",
  "name": "string",
  "readOnly": "boolean",
  "recursiveReadOnly": "string",
  "volumeStatus": "V1VolumeStatus"
 },
 "V1VolumeProjection": {
  "clusterTrustBundle": "V1ClusterTrustBundleProjection",
  "configMap": "V1ConfigMapProjection",
  "downwardAPI": "V1DownwardAPIProjection",
  "podCertificate": "V1PodCertificateProjection",
  "secret": "V1SecretProjection",
  "serviceAccountToken": "V1ServiceAccountTokenProjection"
 },
 "V1VolumeResourceRequirements": {
  "limits": "{}quantity",
  "requests": "{}quantity"
 },
 "V1VolumeStatus": {
  "image": "V1ImageVolumeStatus"
 },
 "V1VsphereVirtualDiskVolumeSource": {
  "fsType": "string",
  "storagePolicyID": "string",
  "storagePolicyName": "string",
  "volumePath": "string"
 },
 "V1WeightedPodAffinityTerm": {
  "podAffinityTerm": "V1PodAffinityTerm",
  "weight": "int32"
 },
 "V1WindowsSecurityContextOptions": {
  "gmsaCredentialSpec": "string",
  "gmsaCredentialSpecName": "string",
  "hostProcess": "boolean",
  "runAsUserName": "string"
 }
};
