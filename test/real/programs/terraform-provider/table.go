package main

import (
	"encoding/json"
	"os"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// table is a file of infra/check/tables; infra/check/table.ts describes it.
type table struct {
	Provider  map[string]field
	Resources map[string]map[string]field
	Data      map[string]map[string]field
}

// field is a plain argument (its text) or one with fields.
type field struct {
	Plain    string
	Use      string
	Nesting  string
	Block    bool
	Min, Max int64
	Explicit bool
	Fields   map[string]field
}

func (f *field) UnmarshalJSON(data []byte) error {
	if data[0] == '"' {
		return json.Unmarshal(data, &f.Plain)
	}
	type nested field
	return json.Unmarshal(data, (*nested)(f))
}

func readTable(path string) (*table, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	read := &table{}
	return read, json.Unmarshal(data, read)
}

func (t *table) schema() *tfprotov6.GetProviderSchemaResponse {
	of := func(types map[string]map[string]field, computed bool) map[string]*tfprotov6.Schema {
		schemas := map[string]*tfprotov6.Schema{}
		for name, fields := range types {
			schemas[name] = &tfprotov6.Schema{Block: block(fields, computed)}
		}
		return schemas
	}
	return &tfprotov6.GetProviderSchemaResponse{
		Provider:          &tfprotov6.Schema{Block: block(t.Provider, false)},
		ResourceSchemas:   of(t.Resources, true),
		DataSourceSchemas: of(t.Data, true),
	}
}

func block(fields map[string]field, computed bool) *tfprotov6.SchemaBlock {
	made := &tfprotov6.SchemaBlock{}
	for name, f := range fields {
		switch {
		case name == "alias" && !computed: // Terraform's own
		case f.Block && f.anyInside(): // Terraform knows no blocks of several types; in JSON an argument looks the same
			made.Attributes = append(made.Attributes, &tfprotov6.SchemaAttribute{Name: name, Type: tftypes.DynamicPseudoType, Optional: true})
		case f.Block:
			made.BlockTypes = append(made.BlockTypes, &tfprotov6.SchemaNestedBlock{
				TypeName: name, Nesting: blockNesting[f.Nesting], MinItems: f.minItems(), MaxItems: f.maxItems(), Block: block(f.Fields, computed)})
		default:
			made.Attributes = append(made.Attributes, f.attribute(name, computed))
		}
	}
	return made
}

var blockNesting = map[string]tfprotov6.SchemaNestedBlockNestingMode{
	"list": tfprotov6.SchemaNestedBlockNestingModeList, "set": tfprotov6.SchemaNestedBlockNestingModeSet,
	"map": tfprotov6.SchemaNestedBlockNestingModeMap, "single": tfprotov6.SchemaNestedBlockNestingModeSingle,
}

func (f field) anyInside() bool {
	for _, inner := range f.Fields {
		if strings.HasSuffix(inner.Plain, " any") || inner.anyInside() {
			return true
		}
	}
	return false
}

var objectNesting = map[string]tfprotov6.SchemaObjectNestingMode{
	"list": tfprotov6.SchemaObjectNestingModeList, "set": tfprotov6.SchemaObjectNestingModeSet,
	"map": tfprotov6.SchemaObjectNestingModeMap, "single": tfprotov6.SchemaObjectNestingModeSingle,
}

// Only lists and sets have bounds.
func (f field) minItems() int64 {
	if f.Nesting == "list" || f.Nesting == "set" {
		return f.Min
	}
	return 0
}

func (f field) maxItems() int64 {
	if f.Nesting == "list" || f.Nesting == "set" {
		return f.Max
	}
	return 0
}

// The tables do not tell which optional arguments the cloud fills in: all of them may be.
func (f field) attribute(name string, computed bool) *tfprotov6.SchemaAttribute {
	words := strings.Fields(f.Plain)
	use := f.Use
	if f.Plain != "" {
		use = words[0]
	}
	writeOnly := strings.Contains(f.Plain, "write-only")
	made := &tfprotov6.SchemaAttribute{
		Name: name, Required: use == "required", Optional: use == "optional", WriteOnly: writeOnly, Sensitive: strings.Contains(f.Plain, "sensitive"),
		Computed: computed && !writeOnly && use != "required",
	}
	switch {
	case f.Plain != "":
		made.Type = plainType(words[len(words)-1])
	case f.Explicit || use == "computed":
		made.Type = f.objectType()
	default:
		inner := block(f.Fields, computed)
		made.NestedType = &tfprotov6.SchemaObject{Nesting: objectNesting[f.Nesting], Attributes: inner.Attributes}
	}
	return made
}

func plainType(text string) tftypes.Type {
	switch text {
	case "string":
		return tftypes.String
	case "number":
		return tftypes.Number
	case "bool":
		return tftypes.Bool
	}
	kind, rest, ok := strings.Cut(text, "(")
	if !ok {
		return tftypes.DynamicPseudoType
	}
	element := plainType(strings.TrimSuffix(rest, ")"))
	switch kind {
	case "list":
		return tftypes.List{ElementType: element}
	case "set":
		return tftypes.Set{ElementType: element}
	}
	return tftypes.Map{ElementType: element}
}

func (f field) objectType() tftypes.Type {
	types := map[string]tftypes.Type{}
	for name, inner := range f.Fields {
		types[name] = inner.attribute(name, false).ValueType()
	}
	object := tftypes.Object{AttributeTypes: types}
	switch f.Nesting {
	case "list":
		return tftypes.List{ElementType: object}
	case "set":
		return tftypes.Set{ElementType: object}
	case "map":
		return tftypes.Map{ElementType: object}
	}
	return object
}
