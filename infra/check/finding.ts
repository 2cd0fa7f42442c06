/** What the offline proof does not accept in an emitted stack. */
export interface StackFinding {
  /** Folder below dist/terraform. */
  readonly stack: string;
  /** Terraform address of the block, such as `aws_eks_cluster.cluster`, or `terraform` for its settings. */
  readonly address: string;
  /** Path of the argument inside the block; empty where the block itself is meant. */
  readonly argument: string;
  readonly message: string;
  readonly fix: string;
}

/** Collects findings of one stack. */
export class Report {
  readonly findings: StackFinding[] = [];

  constructor(private readonly stack: string) {}

  add(address: string, argument: string, message: string, fix: string): void {
    this.findings.push({ stack: this.stack, address, argument, message, fix });
  }
}
