package main

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// provider answers what Terraform asks for a plan and an apply; functions and ephemeral resources are never asked for.
type provider struct {
	tfprotov6.ProviderServer
	schema *tfprotov6.GetProviderSchemaResponse
}

func (p *provider) GetMetadata(context.Context, *tfprotov6.GetMetadataRequest) (*tfprotov6.GetMetadataResponse, error) {
	answer := &tfprotov6.GetMetadataResponse{}
	for name := range p.schema.ResourceSchemas {
		answer.Resources = append(answer.Resources, tfprotov6.ResourceMetadata{TypeName: name})
	}
	for name := range p.schema.DataSourceSchemas {
		answer.DataSources = append(answer.DataSources, tfprotov6.DataSourceMetadata{TypeName: name})
	}
	return answer, nil
}

func (p *provider) GetProviderSchema(context.Context, *tfprotov6.GetProviderSchemaRequest) (*tfprotov6.GetProviderSchemaResponse, error) {
	return p.schema, nil
}

func (p *provider) GetResourceIdentitySchemas(context.Context, *tfprotov6.GetResourceIdentitySchemasRequest) (*tfprotov6.GetResourceIdentitySchemasResponse, error) {
	return &tfprotov6.GetResourceIdentitySchemasResponse{}, nil
}

func (p *provider) ValidateProviderConfig(_ context.Context, req *tfprotov6.ValidateProviderConfigRequest) (*tfprotov6.ValidateProviderConfigResponse, error) {
	return &tfprotov6.ValidateProviderConfigResponse{PreparedConfig: req.Config}, nil
}

func (p *provider) ConfigureProvider(context.Context, *tfprotov6.ConfigureProviderRequest) (*tfprotov6.ConfigureProviderResponse, error) {
	return &tfprotov6.ConfigureProviderResponse{}, nil
}

func (p *provider) StopProvider(context.Context, *tfprotov6.StopProviderRequest) (*tfprotov6.StopProviderResponse, error) {
	return &tfprotov6.StopProviderResponse{}, nil
}

func (p *provider) ValidateResourceConfig(context.Context, *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	return &tfprotov6.ValidateResourceConfigResponse{}, nil
}

func (p *provider) ValidateDataResourceConfig(context.Context, *tfprotov6.ValidateDataResourceConfigRequest) (*tfprotov6.ValidateDataResourceConfigResponse, error) {
	return &tfprotov6.ValidateDataResourceConfigResponse{}, nil
}

func (p *provider) UpgradeResourceState(_ context.Context, req *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	kind := p.schema.ResourceSchemas[req.TypeName].ValueType()
	state, err := req.RawState.Unmarshal(kind)
	if err != nil {
		return nil, err
	}
	upgraded, err := packed(kind, state)
	return &tfprotov6.UpgradeResourceStateResponse{UpgradedState: upgraded}, err
}

// ReadResource finds everything as it is in the state.
func (p *provider) ReadResource(_ context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	return &tfprotov6.ReadResourceResponse{NewState: req.CurrentState, Private: req.Private}, nil
}

// PlanResourceChange leaves open what only the cloud knows.
func (p *provider) PlanResourceChange(_ context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	answer := &tfprotov6.PlanResourceChangeResponse{PlannedState: req.ProposedNewState, UnsafeToUseLegacyTypeSystem: true}
	schema := p.schema.ResourceSchemas[req.TypeName]
	kind := schema.ValueType()
	prior, err := req.PriorState.Unmarshal(kind)
	if err != nil {
		return nil, err
	}
	proposed, err := req.ProposedNewState.Unmarshal(kind)
	if err != nil || proposed.IsNull() {
		return answer, err
	}
	proposed = withoutWriteOnly(schema.Block, proposed)
	if !proposed.Equal(prior) {
		proposed = open(schema.Block, proposed)
	}
	answer.PlannedState, err = packed(kind, proposed)
	return answer, err
}

// ApplyResourceChange fills in what was left open.
func (p *provider) ApplyResourceChange(_ context.Context, req *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	schema := p.schema.ResourceSchemas[req.TypeName]
	kind := schema.ValueType()
	planned, err := req.PlannedState.Unmarshal(kind)
	if err != nil {
		return nil, err
	}
	made, err := filled(req.TypeName, planned)
	if err != nil {
		return nil, err
	}
	state, err := packed(kind, withoutWriteOnly(schema.Block, made))
	return &tfprotov6.ApplyResourceChangeResponse{NewState: state, UnsafeToUseLegacyTypeSystem: true}, err
}

// ImportResourceState knows the id of what is imported and nothing else.
func (p *provider) ImportResourceState(_ context.Context, req *tfprotov6.ImportResourceStateRequest) (*tfprotov6.ImportResourceStateResponse, error) {
	kind := p.schema.ResourceSchemas[req.TypeName].ValueType().(tftypes.Object)
	values := map[string]tftypes.Value{}
	for name, inner := range kind.AttributeTypes {
		values[name] = tftypes.NewValue(inner, nil)
	}
	values["id"] = tftypes.NewValue(tftypes.String, req.ID)
	state, err := packed(kind, tftypes.NewValue(kind, values))
	return &tfprotov6.ImportResourceStateResponse{ImportedResources: []*tfprotov6.ImportedResource{{TypeName: req.TypeName, State: state}}}, err
}

func (p *provider) ReadDataSource(_ context.Context, req *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	schema := p.schema.DataSourceSchemas[req.TypeName]
	kind := schema.ValueType()
	config, err := req.Config.Unmarshal(kind)
	if err != nil {
		return nil, err
	}
	found, err := filled(req.TypeName, open(schema.Block, config))
	if err != nil {
		return nil, err
	}
	state, err := packed(kind, found)
	return &tfprotov6.ReadDataSourceResponse{State: state}, err
}

func packed(kind tftypes.Type, value tftypes.Value) (*tfprotov6.DynamicValue, error) {
	made, err := tfprotov6.NewDynamicValue(kind, value)
	return &made, err
}
