// A provider for Terraform that has the arguments of a real one and no cloud: it is called terraform-provider-auth0,
// -aws, -azurerm or -cloudflare, reads the table of that name (infra/check/tables) and answers with placeholders where the
// cloud would decide. Everything else is Terraform's own: types, references, functions, order, state.
package main

import (
	"log"
	"os"
	"path/filepath"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"
)

func main() {
	name := strings.TrimPrefix(filepath.Base(os.Args[0]), "terraform-provider-")
	table, err := readTable(filepath.Join(os.Getenv("PROVIDER_TABLES"), name+".json"))
	if err != nil {
		log.Fatal(err)
	}
	err = tf6server.Serve("local/"+name, func() tfprotov6.ProviderServer { return &provider{schema: table.schema()} })
	if err != nil {
		log.Fatal(err)
	}
}
