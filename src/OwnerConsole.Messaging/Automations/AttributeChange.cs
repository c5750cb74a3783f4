using OwnerConsole.Data;
using OwnerConsole.Kernel.Applications;

namespace OwnerConsole.Messaging.Automations;

/// <summary>A change of an attribute of a tenant or of its members that starts an automation. A first value and a removed one are changes as well.</summary>
/// <param name="Name">Name of the attribute, see <see cref="MemberAttributeName"/>.</param>
/// <param name="From">Values before the change, separated by commas; null for any value and for none.</param>
/// <param name="To">Values after the change, separated by commas; null for any value and for none.</param>
internal sealed record AttributeChange(string Name, string? From, string? To)
{
    /// <summary>Query with tenant_id, at and member_id, which is null for an attribute of tenants: changes of <c>@attribute</c> from one of <c>@before</c> to one of <c>@after</c>.</summary>
    /// <param name="since">SQL of the time after which they were made.</param>
    /// <param name="until">SQL of the time until which they were made.</param>
    /// <remarks>
    /// It reads the history of attributes, because reported values are neither in the log nor in sequences. A record that was merged into another one isn't a
    /// member any more, so its changes are left out.
    /// </remarks>
    public string Sql(string since, string until) => IsOfMembers ? SqlOfMembers(since, until) : SqlOfTenants(since, until);

    private static string SqlOfMembers(string since, string until) =>
        $"""
            select c.tenant_id, c.changed_at as at, c.member_id
              from core.member_attribute_changes c
             where c.name = @attribute and c.changed_at > {since} and c.changed_at <= {until}
               and (cardinality(@before) = 0 or lower(c.was) = any(@before)) and (cardinality(@after) = 0 or lower(c.became) = any(@after))
               and not exists (select from core.merges g where g.tenant_id = c.tenant_id and g.member_id = c.member_id and g.to_at is null)
            """;

    private static string SqlOfTenants(string since, string until) =>
        $"""
            select c.tenant_id, c.at, null::text as member_id
              from (select a.tenant_id, a.from_at as at, p.value #>> array[]::text[] as was, a.value #>> array[]::text[] as became
                      from core.attributes a
                      left join core.attributes p on p.tenant_id = a.tenant_id and p.name = a.name and p.to_at = a.from_at
                     where a.name = @attribute and a.from_at > {since} and a.from_at <= {until}
                    union all
                    select a.tenant_id, a.to_at, a.value #>> array[]::text[], null::text
                      from core.attributes a
                     where a.name = @attribute and a.to_at > {since} and a.to_at <= {until}
                       and not exists (select from core.attributes n where n.tenant_id = a.tenant_id and n.name = a.name and n.from_at = a.to_at)) c
             where c.was is distinct from c.became
               and (cardinality(@before) = 0 or lower(c.was) = any(@before)) and (cardinality(@after) = 0 or lower(c.became) = any(@after))
            """;

    /// <summary>Whether it is an attribute of members.</summary>
    public bool IsOfMembers => MemberAttributeName.Read(Name) is not null;

    /// <summary>Name of the attribute for <see cref="Sql"/>, as in reports.</summary>
    public string Attribute => MemberAttributeName.Read(Name) ?? Name;

    /// <summary>Time of the change <c>d</c> as text. It identified a change of members before their sequences were about one of them.</summary>
    public const string TimeSql = """to_char(d.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')""";

    /// <summary>Identifies the change <c>d</c> among those of its tenant. All members that a report changes have the same time, so it also names the member.</summary>
    public const string OccurrenceSql = $"({TimeSql} || coalesce(' ' || d.member_id, ''))";

    /// <summary>Lowercase values for <see cref="Sql"/>; empty for any.</summary>
    public string[] Before => Values(From);

    /// <summary>Lowercase values for <see cref="Sql"/>; empty for any.</summary>
    public string[] After => Values(To);

    /// <returns>
    /// Whether no tenant has or had the attribute, and no application declares it: its name can be wrong. Changes of members are recorded for declared
    /// attributes only.
    /// </returns>
    public async Task<bool> IsUnknown(UnitOfWork reading) =>
        IsOfMembers
            ? (await DeclaredAttributes.ListOfMembers(reading)).All(declared => declared.Report.Name != Attribute)
            : !await reading.One<bool>("select exists (select from core.attributes a where a.name = @Name)", new { Name })
                && (await DeclaredAttributes.List(reading)).All(declared => declared.Report.Name != Name);

    private static string[] Values(string? text) =>
        [.. (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(value => value.ToLowerInvariant())];
}
