package main

import (
	"fmt"
	"hash/fnv"
	"math/big"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// open makes unknown what is only the cloud's to say, in value and its blocks. Sets stay: an unknown field would make
// another element of them.
func open(block *tfprotov6.SchemaBlock, value tftypes.Value) tftypes.Value {
	fields, ok := fieldsOf(value)
	if !ok {
		return value
	}
	for _, attribute := range block.Attributes {
		old := fields[attribute.Name]
		switch {
		case old.IsNull() && attribute.Computed && (!attribute.Optional || attribute.Name == "id" || attribute.Name == "arn"): // found by whichever of its names is given
			fields[attribute.Name] = tftypes.NewValue(attribute.ValueType(), tftypes.UnknownValue)
		case attribute.NestedType != nil && attribute.NestedType.Nesting != tfprotov6.SchemaObjectNestingModeSet:
			inner := &tfprotov6.SchemaBlock{Attributes: attribute.NestedType.Attributes}
			fields[attribute.Name] = each(old, func(element tftypes.Value) tftypes.Value { return open(inner, element) })
		}
	}
	for _, nested := range block.BlockTypes {
		if nested.Nesting != tfprotov6.SchemaNestedBlockNestingModeSet {
			fields[nested.TypeName] = each(fields[nested.TypeName], func(element tftypes.Value) tftypes.Value { return open(nested.Block, element) })
		}
	}
	return tftypes.NewValue(value.Type(), fields)
}

// withoutWriteOnly takes out what neither a plan nor a state may hold, in value and its blocks.
func withoutWriteOnly(block *tfprotov6.SchemaBlock, value tftypes.Value) tftypes.Value {
	fields, ok := fieldsOf(value)
	if !ok {
		return value
	}
	for _, attribute := range block.Attributes {
		if attribute.WriteOnly {
			fields[attribute.Name] = tftypes.NewValue(attribute.ValueType(), nil)
		}
	}
	for _, nested := range block.BlockTypes {
		fields[nested.TypeName] = each(fields[nested.TypeName], func(element tftypes.Value) tftypes.Value { return withoutWriteOnly(nested.Block, element) })
	}
	return tftypes.NewValue(value.Type(), fields)
}

func fieldsOf(value tftypes.Value) (map[string]tftypes.Value, bool) {
	fields := map[string]tftypes.Value{}
	return fields, value.IsKnown() && !value.IsNull() && value.As(&fields) == nil
}

// each changes the elements of a list or map of objects, or the one object.
func each(value tftypes.Value, change func(tftypes.Value) tftypes.Value) tftypes.Value {
	if value.IsNull() || !value.IsKnown() {
		return value
	}
	switch value.Type().(type) {
	case tftypes.List, tftypes.Tuple:
		var elements []tftypes.Value
		if value.As(&elements) != nil {
			return value
		}
		for i, element := range elements {
			elements[i] = change(element)
		}
		return tftypes.NewValue(value.Type(), elements)
	case tftypes.Map:
		elements := map[string]tftypes.Value{}
		if value.As(&elements) != nil {
			return value
		}
		for key, element := range elements {
			elements[key] = change(element)
		}
		return tftypes.NewValue(value.Type(), elements)
	}
	return change(value)
}

// filled puts a placeholder wherever value is unknown: the same for the same arguments, or a second plan would change.
func filled(resource string, value tftypes.Value) (tftypes.Value, error) {
	arguments := resource + value.String()
	return tftypes.Transform(value, func(path *tftypes.AttributePath, part tftypes.Value) (tftypes.Value, error) {
		if part.IsKnown() {
			return part, nil
		}
		name := resource
		for _, step := range path.Steps() {
			if attribute, ok := step.(tftypes.AttributeName); ok {
				name = string(attribute)
			}
		}
		seed := fnv.New32a()
		_, _ = seed.Write([]byte(arguments + path.String()))
		return placeholder(resource, name, part.Type(), seed.Sum32()), nil
	})
}

// placeholder has the form of what a cloud would say, as far as it is read later: addresses, ids and URLs.
func placeholder(resource, name string, kind tftypes.Type, number uint32) tftypes.Value {
	switch kind := kind.(type) {
	case tftypes.List:
		return tftypes.NewValue(kind, []tftypes.Value{placeholder(resource, name, kind.ElementType, number)})
	case tftypes.Set:
		return tftypes.NewValue(kind, []tftypes.Value{placeholder(resource, name, kind.ElementType, number)})
	case tftypes.Map:
		return tftypes.NewValue(kind, map[string]tftypes.Value{})
	case tftypes.Object:
		fields := map[string]tftypes.Value{}
		for inner, of := range kind.AttributeTypes {
			fields[inner] = placeholder(resource, inner, of, number)
		}
		return tftypes.NewValue(kind, fields)
	}
	switch {
	case kind.Is(tftypes.Number):
		return tftypes.NewValue(kind, big.NewFloat(1))
	case kind.Is(tftypes.Bool):
		return tftypes.NewValue(kind, true)
	}
	return tftypes.NewValue(tftypes.String, text(resource, name, number))
}

func text(resource, name string, number uint32) string {
	switch {
	case name == "prometheus_endpoint":
		return fmt.Sprintf("https://aps-workspaces.eu-central-1.amazonaws.com/workspaces/ws-%08x/", number)
	case name == "metrics_ingestion_endpoint":
		return fmt.Sprintf("https://placeholder-%d.westeurope-1.ingest.monitor.azure.com", number)
	case name == "query_endpoint":
		return fmt.Sprintf("https://placeholder-%d.westeurope.prometheus.monitor.azure.com", number)
	case strings.HasSuffix(name, "url") || name == "issuer":
		return fmt.Sprintf("https://placeholder-%d.example/%s", number, name)
	case name == "arn" || strings.HasSuffix(name, "_arn"):
		return fmt.Sprintf("arn:aws:placeholder:eu-central-1:111122223333:%s/%d", resource, number)
	case name == "client_id" && strings.HasPrefix(resource, "auth0_"):
		return fmt.Sprintf("placeholder%021d", number)
	case name == "resource_guid" || name == "client_id" || name == "principal_id" || name == "tenant_id" || name == "object_id":
		return fmt.Sprintf("00000000-0000-4000-8000-%012d", number)
	case name == "public_ip" || name == "ip_address" || name == "private_ip":
		return fmt.Sprintf("198.18.%d.%d", number>>8%256, number%256)
	case name == "ip_prefix":
		return fmt.Sprintf("198.19.%d.%d/28", number>>8%256, number%16*16)
	}
	return fmt.Sprintf("placeholder-%s-%d", strings.ReplaceAll(name, "_", "-"), number)
}
