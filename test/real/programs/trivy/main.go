// The Kubernetes checks of Trivy over a folder, without its parts for images and clouds, which take five times
// as long to compile: one line of JSON for each result.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/aquasecurity/trivy/pkg/iac/rego"
	"github.com/aquasecurity/trivy/pkg/iac/scan"
	"github.com/aquasecurity/trivy/pkg/iac/scanners/kubernetes"
)

type result struct {
	ID       string `json:"id"`
	Severity string `json:"severity"`
	Title    string `json:"title"`
	Message  string `json:"message"`
	File     string `json:"file"`
	Passed   bool   `json:"passed"`
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: trivy-kubernetes <folder>")
		os.Exit(2)
	}
	scanner := kubernetes.NewScanner(rego.WithEmbeddedPolicies(true), rego.WithEmbeddedLibraries(true))
	results, err := scanner.ScanFS(context.Background(), os.DirFS(os.Args[1]), ".")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	out := json.NewEncoder(os.Stdout)
	for _, each := range results {
		rule := each.Rule()
		err := out.Encode(result{
			ID: rule.ID, Severity: string(each.Severity()), Title: rule.Summary, Message: each.Description(),
			File: each.Range().GetFilename(), Passed: each.Status() == scan.StatusPassed,
		})
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}
