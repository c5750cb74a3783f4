using System.Globalization;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Tenants.Notes.Public;

namespace OwnerConsole.Tenants.Directory;

/// <summary>The directory: who they are, and who matches.</summary>
public sealed class TenantList
{
    /// <summary>Counting stops here; more is shown as 1000+. Only the first page counts.</summary>
    private const int Counted = 1_000;

    /// <param name="Text">part of a name, contact e-mail, external id or id; or the beginning of a support number</param>
    /// <param name="Cursor">where a page before ended</param>
    public sealed record Filter(
        Population Population,
        string? Text = null,
        TenantStatus? Status = null,
        TenantSort Sort = TenantSort.Name,
        string? Cursor = null,
        int Limit = 50,
        string? OnlyTenant = null,
        string? Tag = null
    );

    public async Task<Page<TenantRow>> Find(Filter filter, Work work)
    {
        var args = Arguments(filter);
        var rows = await work.List<TenantRow>(
            $"""
            with page as (
              select t.tenant_id, t.external_id, t.name, t.contact_email, t.opened_at, t.sort_name, s.status
              {From(filter)}
              {After(filter)}
              order by {Order(filter.Sort)}
              limit @limit + 1)
            select p.tenant_id, p.external_id, p.name, p.contact_email, p.status,
                   array(select i.plan from core.plan_items i where i.tenant_id = p.tenant_id and i.to_at is null order by i.plan) as plans,
                   (select count(*) from core.members m where m.tenant_id = p.tenant_id) as members,
                   (select a.value #>> array[]::text[] from core.attributes a where a.tenant_id = p.tenant_id and a.name = 'country' and a.to_at is null) as country,
                   {Tagged.All} as tags,
                   p.opened_at,
                   (select max(m.last_seen_at) from core.members m where m.tenant_id = p.tenant_id) as last_seen_at,
                   p.sort_name
              from page p
             order by {Order(filter.Sort).Replace("t.", "p.", StringComparison.Ordinal)}
            """,
            args
        );
        var total =
            filter.Cursor is not null ? null
            : rows.Count <= filter.Limit ? rows.Count
            : (int?)await work.One<int>($"select count(*)::int from (select 1 {From(filter)} limit {Counted + 1}) c", args);
        var more = rows.Count > filter.Limit;
        var data = more ? rows.Take(filter.Limit).ToList() : rows;
        return new(data, more ? Next(filter.Sort, data[^1]) : null, total > Counted ? "1000+" : total?.ToString(CultureInfo.InvariantCulture));
    }

    /// <returns>ids of all that match, at most so many, in the order of their names</returns>
    public Task<IReadOnlyList<string>> Ids(Filter filter, Work work) =>
        work.List<string>($"select t.tenant_id {From(filter)} order by {Order(filter.Sort)} limit @limit", Arguments(filter));

    private static string From(Filter filter) =>
        $"""
        from core.tenants t join core.tenant_status s on s.tenant_id = t.tenant_id
        where t.population = @population
          {(filter.OnlyTenant is null ? "" : "and t.tenant_id = @onlyTenant")}
          {(filter.Status is null ? "" : "and s.population = @population and s.status = @status")}
          {(filter.Tag is null ? "" : $"and {Tagged.Has}")}
          {(string.IsNullOrWhiteSpace(filter.Text) ? ""
            : filter.Text.StartsWith('#') ? "and t.tenant_id in (select n.tenant_id from core.support_numbers n where n.number like @prefix)"
            : "and t.search like lower(@infix)")}
        """;

    private static string After(Filter filter) =>
        filter.Cursor is null
            ? ""
            : filter.Sort switch
            {
                TenantSort.Name => "and (t.sort_name, t.tenant_id) > (@after, @afterId)",
                TenantSort.NameDown => "and (t.sort_name, t.tenant_id) < (@after, @afterId)",
                TenantSort.Opened => "and (t.opened_at, t.tenant_id) > (@after::timestamptz, @afterId)",
                _ => "and (t.opened_at, t.tenant_id) < (@after::timestamptz, @afterId)",
            };

    private static string Order(TenantSort sort) =>
        sort switch
        {
            TenantSort.Name => "t.sort_name, t.tenant_id",
            TenantSort.NameDown => "t.sort_name desc, t.tenant_id desc",
            TenantSort.Opened => "t.opened_at, t.tenant_id",
            _ => "t.opened_at desc, t.tenant_id desc",
        };

    private static string Next(TenantSort sort, TenantRow last) =>
        Cursor.Of(
            sort is TenantSort.Name or TenantSort.NameDown ? last.SortName : last.OpenedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            last.TenantId
        );

    private static object Arguments(Filter filter)
    {
        var after = filter.Cursor is null ? ["", ""] : Cursor.Read(filter.Cursor, 2);
        if (
            filter.Cursor is not null
            && filter.Sort is TenantSort.Opened or TenantSort.OpenedDown
            && !DateTimeOffset.TryParse(after[0], CultureInfo.InvariantCulture, out _)
        )
            throw Problem.Invalid("cursor", "belongs to another order of this list.");
        return new
        {
            population = filter.Population,
            onlyTenant = filter.OnlyTenant,
            status = filter.Status,
            tag = filter.Tag is null ? null : Tagged.Word(filter.Tag),
            limit = filter.Limit,
            infix = Like.Within(filter.Text ?? ""),
            prefix = Like.Beginning(filter.Text ?? ""),
            after = after[0],
            afterId = after[1],
        };
    }
}

/// <param name="Plans">keys of the plans it holds</param>
/// <param name="LastSeenAt">when the last of its people was there</param>
/// <param name="SortName">as the database folds its case; the next page starts after it</param>
public sealed record TenantRow(
    string TenantId,
    string ExternalId,
    string Name,
    string? ContactEmail,
    TenantStatus Status,
    string[] Plans,
    long Members,
    string? Country,
    string[] Tags,
    DateTimeOffset OpenedAt,
    DateTimeOffset? LastSeenAt,
    string SortName
);

public enum TenantSort
{
    Name,
    NameDown,
    Opened,
    OpenedDown,
}
