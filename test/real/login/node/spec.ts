/** The fields of pods that the run reads. */
import type { KubeObject } from '../../../../lib/components';

interface KeyReference {
  readonly name: string;
  readonly key: string;
}
export interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: {
    readonly secretKeyRef?: KeyReference;
    readonly configMapKeyRef?: KeyReference;
    readonly fieldRef?: { readonly fieldPath: string };
    readonly resourceFieldRef?: { readonly resource: string };
  };
}
export interface Probe {
  readonly httpGet?: { readonly path: string; readonly port: number | string; readonly scheme?: string };
  readonly exec?: { readonly command: readonly string[] };
}
export interface SecurityContext {
  readonly runAsUser?: number;
  readonly runAsGroup?: number;
  readonly fsGroup?: number;
  readonly sysctls?: readonly { readonly name: string; readonly value: string }[];
}
export interface Container {
  readonly name: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly Variable[];
  readonly ports?: readonly { readonly name?: string; readonly containerPort: number }[];
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string; readonly subPath?: string }[];
  readonly resources?: { readonly limits?: Readonly<Record<string, string>>; readonly requests?: Readonly<Record<string, string>> };
  readonly securityContext?: SecurityContext;
  readonly readinessProbe?: Probe;
  readonly restartPolicy?: string;
}
interface Items {
  readonly items?: readonly { readonly key: string; readonly path: string }[];
  readonly optional?: boolean;
}
export interface Source {
  readonly configMap?: Items & { readonly name: string };
  readonly secret?: Items & { readonly secretName?: string; readonly name?: string };
  readonly downwardAPI?: { readonly items?: readonly { readonly path: string; readonly fieldRef?: { readonly fieldPath: string } }[] };
  readonly serviceAccountToken?: { readonly path: string; readonly audience?: string };
}
export interface Volume extends Source {
  readonly name: string;
  readonly projected?: { readonly sources: readonly Source[] };
}
export interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly volumes?: readonly Volume[];
  readonly serviceAccountName?: string;
  readonly securityContext?: SecurityContext;
  readonly nodeName?: string;
}
export interface Pod extends KubeObject {
  readonly spec: PodSpec;
}

/** What Deployments and StatefulSets make pods from. */
export interface Template extends KubeObject {
  readonly spec: {
    readonly template: {
      readonly metadata: { readonly labels: Readonly<Record<string, string>>; readonly annotations?: Readonly<Record<string, string>> };
      readonly spec: PodSpec;
    };
    readonly volumeClaimTemplates?: readonly { readonly metadata: { readonly name: string } }[];
  };
}

/** One pod of a workload, under a name that its controller would give. */
export const podOf = ({ metadata: { namespace = '' }, spec: { template, volumeClaimTemplates = [] } }: Template, name: string): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace, labels: template.metadata.labels, ...(template.metadata.annotations ? { annotations: template.metadata.annotations } : {}) },
  spec: {
    ...template.spec,
    nodeName: 'node',
    // Claims are folders here.
    volumes: [...(template.spec.volumes ?? []), ...volumeClaimTemplates.map(({ metadata }) => ({ name: metadata.name, emptyDir: {} }))],
  },
});
