/**
 * Stand-in charts: name and version of the real one, its project's definitions in `crds/`, and the least that a wave can
 * wait for: a Deployment where the values put it, and a ConfigMap with all values, so that a changed value is a changed object.
 */
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { definitionsOf } from '../../kubernetes/definitions';
import { mustRun } from '../../process';

export interface Chart {
  /** As an Application names it: an address, or host and path of an OCI registry. */
  readonly repository: string;
  readonly name: string;
  readonly version: string;
}

export interface ChartArchive extends Chart {
  readonly archive: Buffer;
}

/** Chart -> folder of its definitions in CRDS_DIR, where they differ. */
const projects: Readonly<Record<string, string>> = { 'kube-prometheus-stack': 'prometheus-operator', base: 'istio' };

export async function chartArchive(chart: Chart, work: string, definitionsToo = true): Promise<ChartArchive> {
  const folder = join(work, `${chart.name}-${chart.version}`);
  for (const each of ['templates', 'crds']) mkdirSync(join(folder, chart.name, each), { recursive: true });
  const write = (path: string, content: string) => writeFileSync(join(folder, chart.name, path), content);
  write('Chart.yaml', stringify(description(chart)));
  write('templates/objects.yaml', templates);
  const files = definitionsOf(projects[chart.name] ?? chart.name).filter((file) => !file.includes('://'));
  if (definitionsToo) files.forEach((file, index) => copyFileSync(file, join(folder, chart.name, 'crds', `${index}.yaml`)));
  const archive = join(folder, `${chart.name}.tgz`);
  await mustRun('tar', ['-czf', archive, '-C', folder, chart.name]);
  return { ...chart, archive: readFileSync(archive) };
}

export const description = ({ name, version }: Chart) => ({ apiVersion: 'v2', name, version, type: 'application', description: 'Stand-in of the real parts' });

export const digest = (content: Buffer | string): string => createHash('sha256').update(content).digest('hex');

/** Fits into a restricted namespace with a quota; placement and priority are those of the values where they stand at the top, else any node. */
const templates = `apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}-values
data:
  chart: {{ .Chart.Name }} {{ .Chart.Version }}
  values: {{ toJson .Values | quote }}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}
spec:
  replicas: {{ .Values.replicaCount | default .Values.replicas | default 1 }}
  selector:
    matchLabels:
      app.kubernetes.io/name: {{ .Release.Name }}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: {{ .Release.Name }}
    spec:
      tolerations: {{ .Values.tolerations | default (list (dict "operator" "Exists")) | toJson }}
      {{- range $key := list "nodeSelector" "topologySpreadConstraints" "priorityClassName" }}
      {{- with index $.Values $key }}
      {{ $key }}: {{ toJson . }}
      {{- end }}
      {{- end }}
      containers:
        - name: main
          image: registry.k8s.io/pause:3.10.1
          resources: { requests: { cpu: 10m, memory: 16Mi }, limits: { memory: 16Mi } }
          securityContext:
            allowPrivilegeEscalation: false
            capabilities: { drop: [ALL] }
            readOnlyRootFilesystem: true
            runAsNonRoot: true
            runAsUser: 65532
            seccompProfile: { type: RuntimeDefault }
`;
