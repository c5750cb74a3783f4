namespace OwnerConsole.Reliability.Errors;

/// <summary>Which errors a list contains.</summary>
/// <param name="State">Null for unresolved and regressed ones.</param>
/// <param name="Tenant">Only errors that occurred for this tenant.</param>
/// <param name="Text">Part of the title or the culprit.</param>
internal sealed record ErrorFilter(ErrorState? State, string? Release, string? Environment, string? Tenant, string? Text)
{
    /// <summary>Further conditions for groups g with their open decision d.</summary>
    public string Sql =>
        (State is null ? $"and ({ErrorGroup.StateSql}) in ('unresolved', 'regressed')" : $"and ({ErrorGroup.StateSql}) = @State")
        + (Tenant is null ? "" : " and exists (select from errors.affected a where a.tenant_id = @Tenant and a.group_id = g.group_id)")
        + (Text is null ? "" : " and (strpos(lower(g.title), lower(@Text)) > 0 or strpos(lower(g.culprit), lower(@Text)) > 0)")
        + (
            Release is null && Environment is null
                ? ""
                : " and exists (select from errors.sightings s where s.tenant_id = g.tenant_id and s.group_id = g.group_id"
                    + (Release is null ? "" : " and s.release = @Release")
                    + (Environment is null ? "" : " and s.environment = @Environment")
                    + ")"
        );
}
