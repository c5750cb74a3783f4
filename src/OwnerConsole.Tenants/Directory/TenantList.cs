using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Metrics;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Tenants.Notes.Public;

namespace OwnerConsole.Tenants.Directory;

/// <summary>The directory: who they are, and who matches. One statement a page, over rows that are kept ready.</summary>
public sealed class TenantList : IListCount
{
    /// <summary>Days of the small line, today among them.</summary>
    public const int Days = 30;

    public string List => DirectoryAddress.Home;

    public string Permission => "tenant.read";

    public async Task<Page<TenantRow>> Find(TenantFilter filter, Work work)
    {
        var rows = await work.List<TenantRow>(Rows(Page(filter), filter.Sort.OrderOfPage), filter.Arguments);
        var total = await Paging.Total(rows, filter.Limit, filter.Cursor, () => Count(filter, work));
        return Paging.Cut(rows, filter.Limit, last => Cursor.Of(last.After, last.TenantId), total);
    }

    /// <summary>The statement that finds the tenants of a page and one more, with <see cref="TenantFilter.Arguments"/>: tenant_id, external_id, name, contact_email, opened_at and after.</summary>
    public static string Page(TenantFilter filter) =>
        $"""
            select t.tenant_id, t.external_id, t.name, t.contact_email, t.opened_at, ({filter.Sort.Key})::text as after
              {filter.Sql}
              {(filter.Cursor is null ? "" : filter.Sort.After)}
              order by {filter.Sort.Order}
              limit {filter.Limit + 1} -- a number, not a parameter: PostgreSQL would plan for each one anew, which takes as long as reading the rows
            """;

    /// <summary>The statement that answers <see cref="TenantRow"/>s.</summary>
    /// <param name="page">answers what <see cref="Page"/> answers</param>
    /// <param name="order">of its rows, as p</param>
    private static string Rows(string page, string order) =>
        $$"""
            with page as (
            {{page}}
            )
            select p.tenant_id, p.external_id, p.name, p.contact_email, s.status,
                   array(select i.plan from core.plan_items i where i.tenant_id = p.tenant_id and i.to_at is null order by i.plan) as plans,
                   k.members,
                   coalesce((select jsonb_object_agg(a.name, a.value) from core.attributes a where a.tenant_id = p.tenant_id and a.to_at is null), '{}') as attributes,
                   {{Tagged.All}} as tags,
                   p.opened_at,
                   nullif(k.last_seen_at, '-infinity') as last_seen_at,
                   f.sessions as sessions_this_month,
                   k.line,
                   f.line_ago,
                   coalesce(f.ago, '{}') as ago,
                   coalesce(f.activity, '{}') as activity,
                   p.after
              from page p
              join core.tenant_status s on s.tenant_id = p.tenant_id
              join core.tenant_people k on k.tenant_id = p.tenant_id
              {{TenantFigures.Join}}
             order by {{order}}
            """;

    /// <returns>ids of all that match, at most so many, in the order of the list</returns>
    public Task<IReadOnlyList<string>> Ids(TenantFilter filter, Work work) =>
        work.List<string>($"select t.tenant_id {filter.Sql} order by {filter.Sort.Order} limit @limit", filter.Arguments);

    public Task<int> Count(Caller caller, Population within, IQueryCollection query, Work work) =>
        Count(TenantFilter.Read(query, within, caller.OnlyTenant), work);

    private static Task<int> Count(TenantFilter filter, Work work) =>
        work.One<int>($"select count(*)::int from (select 1 {filter.Sql} limit {Paging.MostCounted + 1}) c", filter.Arguments);
}

/// <param name="Plans">keys of the plans it holds</param>
/// <param name="Attributes">a JSON object: country, source, campaign, referrer and the owner's own</param>
/// <param name="LastSeenAt">when the last of its people was there</param>
/// <param name="SessionsThisMonth">that started in it, in the owner's zone</param>
/// <param name="Line">activity of days one after the other, apart by spaces, as far as they are kept</param>
/// <param name="LineAgo">the last of them, as a number of days before today</param>
/// <param name="Ago">the other days with activity</param>
/// <param name="Activity">how much there was on each of them</param>
/// <param name="After">what it is sorted by, as text; the next page starts after it</param>
public sealed record TenantRow(
    string TenantId,
    string ExternalId,
    string Name,
    string? ContactEmail,
    TenantStatus Status,
    string[] Plans,
    long Members,
    JsonElement Attributes,
    string[] Tags,
    DateTimeOffset OpenedAt,
    DateTimeOffset? LastSeenAt,
    long SessionsThisMonth,
    string Line,
    int? LineAgo,
    int[] Ago,
    long[] Activity,
    string After
)
{
    /// <returns>what it has of an attribute, as people read it</returns>
    public string Said(AttributeReport attribute) => Attributes.TryGetProperty(attribute.Name, out var value) ? AttributeText.Of(value) : "–";

    public string? Country => Attributes.TryGetProperty("country", out var country) ? country.ToString() : null;

    /// <summary>Of each day of the small line, the oldest first.</summary>
    public IReadOnlyList<long> ActivityByDay
    {
        get
        {
            var days = new long[TenantList.Days];
            var (kept, last) = (Line.Split(' ', StringSplitOptions.RemoveEmptyEntries), LineAgo ?? 0);
            for (var ago = last; ago < Math.Min(days.Length, last + kept.Length); ago++)
                days[^(ago + 1)] = long.Parse(kept[^(ago - last + 1)], CultureInfo.InvariantCulture);
            foreach (var (ago, activity) in Ago.Zip(Activity).Where(day => day.First < days.Length))
                days[^(ago + 1)] = activity;
            return days;
        }
    }
}
