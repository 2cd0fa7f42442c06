/** `v3.14.0` of `quay.io/prometheus/prometheus:v3.14.0-distroless`: what the operator chooses flags by. */
export const imageVersion = (image: string): string => /:(v\d+\.\d+\.\d+)/.exec(image)?.[1] ?? '';
