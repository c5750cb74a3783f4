using System.Text;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Tenants.Directory.Public;
using OwnerConsole.Tenants.Notes.Public;

namespace OwnerConsole.Tenants.Directory;

/// <summary>Selects tenants. The page, the API, the export and bulk operations read the same query parameters and run the same query.</summary>
/// <param name="Text">Part of a name, contact email, external ID or ID, or the beginning of a support number.</param>
/// <param name="Plan">Key of a plan the tenant is on.</param>
/// <param name="Version">Number of the plan version the tenant is on, paid or granted.</param>
/// <param name="Cursor">Cursor returned with the previous page.</param>
public sealed record TenantFilter(
    Mode Mode,
    string? Text = null,
    TenantStatus? Status = null,
    string? Plan = null,
    int? Version = null,
    Activity? Activity = null,
    string? Tag = null,
    string? OnlyTenant = null,
    string? Cursor = null,
    int Limit = 50
)
{
    /// <summary>Names of the query parameters, except those of attributes.</summary>
    public static readonly IReadOnlyList<string> ParameterNames = ["q", "status", "plan", "version", "activity", "tag"];

    public TenantSort Sort { get; init; } = TenantSort.Name;

    public IReadOnlyList<AttributeFilter> Attributes { get; init; } = [];

    /// <param name="defaultSort">Order if the query has none.</param>
    /// <exception cref="Problem">400: names the query parameter that is invalid.</exception>
    public static TenantFilter Read(IQueryCollection query, Mode mode, string? onlyTenant, string defaultSort = "name") =>
        new(
            mode,
            query.SearchText(),
            query.Word<TenantStatus>("status"),
            query.Text("plan"),
            query.Number("version"),
            query.Word<Activity>("activity"),
            query.Text("tag")?.Trim() is { Length: > 0 } tag ? tag : null,
            onlyTenant,
            query.Text("cursor")
        )
        {
            Sort = TenantSort.Find(query.Text("sort") ?? defaultSort),
            Attributes = AttributeFilter.List(query),
        };

    /// <summary>The from and where clauses.</summary>
    /// <param name="versions">Condition that a tenant is on a version of a plan.</param>
    internal string Sql(PlanVersionCondition versions)
    {
        var sql = new StringBuilder("from core.tenants t");
        // Joins only what the filter or the order needs, so that PostgreSQL can read the page from one index.
        var (byStatus, byPeople) = (Status is not null || Sort.Table == "s", Activity is not null || Sort.Table == "k");
        sql.Append(byStatus ? " join core.tenant_status s on s.tenant_id = t.tenant_id and s.mode = @mode" : "");
        sql.Append(byPeople ? " join core.tenant_summaries k on k.tenant_id = t.tenant_id and k.mode = @mode" : "");
        sql.Append("\nwhere t.mode = @mode");
        void And(bool isAsked, string condition) => sql.Append(isAsked ? $"\n  and {condition}" : "");
        And(OnlyTenant is not null, "t.tenant_id = @onlyTenant");
        And(Status is not null, "s.status = @status");
        // Deleted tenants are listed under their status, and found by text. Looked up once per row, because a join would lose the order of an index and a list
        // of all of them grows.
        And(
            Status is null && Text is null,
            "not coalesce((select d.deleted_at is not null from deletions.deletions d where d.tenant_id = t.tenant_id and d.closed_by is null), false)"
        );
        And(Version is not null, versions("t.tenant_id", "@plan::text", "@version"));
        And(
            Plan is not null && Version is null,
            "exists (select from core.plan_items i where i.tenant_id = t.tenant_id and i.plan = @plan and i.to_at is null)"
        );
        And(Activity is not null, Active);
        And(Tag is not null, TagSql.HasTag);
        for (var at = 1; at <= Attributes.Count; at++)
            And(
                true,
                $"exists (select from core.attributes a where a.tenant_id = t.tenant_id and a.to_at is null and a.name = @names[{at}] and {Attributes[at - 1].Sql($"@values[{at}]")})"
            );
        And(
            Text is not null,
            Text?[0] == '#' ? "t.tenant_id in (select n.tenant_id from core.support_numbers n where n.number like @prefix)" : TextSearch.OfTenants("@infix")
        );
        return sql.ToString();
    }

    /// <summary>Arguments of the SQL statement.</summary>
    public object Arguments
    {
        get
        {
            var after = Sort.Read(Cursor);
            return new
            {
                mode = Mode,
                onlyTenant = OnlyTenant,
                status = Status,
                plan = Plan,
                version = Version,
                tag = Tag is null ? null : TagSql.Normalize(Tag),
                names = Attributes.Select(attribute => attribute.Name).ToArray(),
                values = Attributes.Select(attribute => attribute.Value).ToArray(),
                infix = LikePattern.Contains(Text ?? ""),
                prefix = LikePattern.UppercaseStartsWith(Text ?? ""),
                limit = Limit,
                after = after[0],
                afterId = after[1],
            };
        }
    }

    private string Active =>
        Activity switch
        {
            Directory.Activity.Week => "k.last_seen_at >= now() - interval '7 days'",
            Directory.Activity.Month => "k.last_seen_at >= now() - interval '30 days'",
            Directory.Activity.Quiet => "k.last_seen_at > '-infinity' and k.last_seen_at < now() - interval '30 days'",
            _ => "k.last_seen_at = '-infinity'",
        };
}
