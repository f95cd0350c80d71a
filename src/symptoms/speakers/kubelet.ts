import { image, type Speaker, sentence } from './speaker.ts';

/** What the kubelet says in events and in its log, of whatever the runtime told it. */
export const kubelet: Speaker = {
  name: 'kubelet',
  puller: 'node',
  known:
    /\bFailed to pull image "|ErrImagePull|ImagePullBackOff|Back-off pulling image|PullImage from image service|(?:RunPodSandbox|CreatePodSandbox|create pod sandbox)\b|FailedCreatePodSandBox|\bkubelet\b|credential provider plugin|external registry credential provider|InvalidImageName|ErrImageNeverPull|while requesting ECR authorization token|pull QPS exceeded/i,
  sentences: [
    sentence(`(?:Failed to pull image|Back-off pulling image|Pulling image) ${image}`, 'resolve'),
    sentence(`Container image ${image}`, 'resolve'),
    sentence(`provide credentials for image"?[^\\n]{0,200}? image=${image}`, 'login'),
    sentence(`credential provider plugin [\\w.-]{1,100} for image ${image}`, 'login'),
  ],
};
