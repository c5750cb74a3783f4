using System.Text.Json;

namespace OwnerConsole.Tenants.Imports;

/// <summary>A row of a file as a report.</summary>
/// <param name="ExternalId">The application's own ID of the tenant or member; in a list of members, what names the member.</param>
/// <param name="Tenant">Tenant of a member as written in the file; null for tenants.</param>
/// <param name="Body">Fields of the report. Empty cells are left out.</param>
/// <param name="Plan">Key of the plan; null for none.</param>
internal sealed record ImportedRow(string ExternalId, string? Tenant, JsonElement Body, string? Plan);
