namespace OwnerConsole.Reliability.Errors;

/// <summary>Which errors a list contains.</summary>
/// <param name="State">Null for unresolved and regressed ones.</param>
/// <param name="Tenant">Only errors that occurred for this tenant.</param>
/// <param name="User">Only errors that occurred for this user: ID of a member, or the application's ID with or without <c>ext:</c>.</param>
/// <param name="Operation">Only errors that occurred in this operation.</param>
/// <param name="Text">Part of the title or the culprit.</param>
internal sealed record ErrorFilter(ErrorState? State, string? Release, string? Environment, string? Tenant, string? User, string? Operation, string? Text)
{
    private const string External = "ext:",
        Member = "mbr_";

    /// <summary>ID of a member, or the application's ID for the user.</summary>
    public string? UserId => User is { } user && user.StartsWith(External, StringComparison.Ordinal) ? user[External.Length..] : User;

    /// <summary>Further conditions for groups g with their open decision d. Tenants and users are those of the parameter <c>mode</c>.</summary>
    public string Sql =>
        (State is null ? $"and ({ErrorGroup.StateSql}) in ('unresolved', 'regressed')" : $"and ({ErrorGroup.StateSql}) = @State")
        + (
            Tenant is null
                ? ""
                : " and exists (select from errors.affected a join core.tenants t on t.tenant_id = a.tenant_id and t.mode = @mode"
                    + " where a.tenant_id = @Tenant and a.group_id = g.group_id)"
        )
        + UserSql
        + (
            Operation is null
                ? ""
                : " and exists (select from errors.operations o where o.tenant_id = g.tenant_id and o.group_id = g.group_id and o.operation = @Operation)"
        )
        + (Text is null ? "" : " and (strpos(lower(g.title), lower(@Text)) > 0 or strpos(lower(g.culprit), lower(@Text)) > 0)")
        + (
            Release is null && Environment is null
                ? ""
                : " and exists (select from errors.sightings s where s.tenant_id = g.tenant_id and s.group_id = g.group_id"
                    + (Release is null ? "" : " and s.release = @Release")
                    + (Environment is null ? "" : " and s.environment = @Environment")
                    + ")"
        );

    /// <summary>An ID of a member includes the records merged into them.</summary>
    private string UserSql =>
        User is null ? ""
        : User.StartsWith(Member, StringComparison.Ordinal)
            ? " and g.group_id in (select u.group_id from core.members m join errors.users u on u.tenant_id = m.tenant_id and u.user_id = m.external_id"
                + " join core.tenants t on t.tenant_id = m.tenant_id and t.mode = @mode"
                + " where m.member_id = @UserId or m.member_id in (select w.member_id from core.merges w where w.into_id = @UserId and w.to_at is null))"
        : $" and g.group_id in (select u.group_id from {ErrorUser.OfMode} and u.user_id = @UserId)";
}
