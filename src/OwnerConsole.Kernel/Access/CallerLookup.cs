using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Kernel.Access;

/// <summary>Current permissions of a caller, which may have changed or ended since they made a request.</summary>
public static class CallerLookup
{
    /// <remarks>The tenants of a segment are resolved by <see cref="Segments.Resolve(Caller, UnitOfWork)"/>; until then the segment is empty.</remarks>
    /// <returns>Null for a person who has left or a key that has ended.</returns>
    public static async Task<Caller?> Find(string id, UnitOfWork work)
    {
        if (id == Caller.System.Id)
            return Caller.System;
        var row = await work.One<Row>(
            """
            select p.id, true as is_person, p.grants, p.hides, null::text as mode, null::text as only_tenant, g.segment
              from auth.team_members p left join auth.role_segments g on g.role = p.role and g.closed_by is null
             where p.id = @id
            union all
            select id, false, scopes, '{}', mode, only_tenant, null from auth.api_keys where id = @id and revoked_at is null and expires_at > now()
            """,
            new { id }
        );
        return row is null
            ? null
            : new(row.Id, row.IsPerson ? CallerKind.Person : CallerKind.Key, row.Grants, row.Mode, row.OnlyTenant)
            {
                Segment = Segment.Unloaded(row.Segment),
                Hides = row.Hides,
            };
    }

    /// <returns>Ids of other team members who can run the operation. People limited to a segment are excluded, because they may not see its subjects.</returns>
    public static async Task<IReadOnlyList<string>> ListOthersWhoCan(OperationDefinition operation, string id, UnitOfWork work) =>
        [.. (await ListPeople(id, work)).Where(other => other.ToCaller().Can(operation)).Select(other => other.Id)];

    /// <returns>Ids of team members with the permission. People limited to a segment are excluded, because they may not see what the email is about.</returns>
    public static async Task<IReadOnlyList<string>> ListWhoCan(string permission, UnitOfWork work) =>
        [.. (await ListPeople("", work)).Where(person => person.ToCaller().Can(permission)).Select(person => person.Id)];

    /// <param name="except">Id of a team member who is left out; empty for none.</param>
    private static Task<IReadOnlyList<TeamRow>> ListPeople(string except, UnitOfWork work) =>
        work.List<TeamRow>(
            """
            select p.id, p.grants, p.hides
              from auth.team_members p left join auth.role_segments g on g.role = p.role and g.closed_by is null
             where p.id <> @except and g.segment is null
             order by p.id
            """,
            new { except }
        );

    private sealed record Row(string Id, bool IsPerson, string[] Grants, string[] Hides, Mode? Mode, string? OnlyTenant, string? Segment);

    private sealed record TeamRow(string Id, string[] Grants, string[] Hides)
    {
        public Caller ToCaller() => new(Id, CallerKind.Person, Grants) { Hides = Hides };
    }
}
