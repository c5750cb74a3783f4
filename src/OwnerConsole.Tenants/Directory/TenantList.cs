using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Tenants.Notes.Public;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Tenants.Directory;

/// <summary>Reads the tenant directory: one statement per page, over precomputed rows.</summary>
public sealed class TenantList(PlanVersionCondition versions, IEnumerable<TenantRevenue> revenue) : IListCounter
{
    /// <summary>Number of days in the sparkline, including today.</summary>
    public const int Days = 30;

    public string List => DirectoryAddress.Home;

    public string Permission => "tenant.read";

    public async Task<Page<TenantRow>> Find(TenantFilter filter, UnitOfWork work)
    {
        var rows = await work.List<TenantRow>(Rows(Page(filter), filter.Sort.OrderOfPage), filter.Arguments);
        var total = await Paging.Total(rows, filter.Limit, filter.Cursor, () => Count(filter, work));
        return Paging.ToPage(rows, filter.Limit, last => Cursor.Of(last.After, last.TenantId), total);
    }

    /// <inheritdoc cref="Find"/>
    /// <remarks>Includes the MRR of each tenant, which the API does not return.</remarks>
    public async Task<Page<TenantRow>> FindWithRevenue(TenantFilter filter, UnitOfWork work)
    {
        var page = await Find(filter, work);
        if (page.Data.Count == 0 || revenue.FirstOrDefault() is not { } find || HiddenFields.Has(FieldClass.Money))
            return page;
        var amounts = await find([.. page.Data.Select(row => row.TenantId)], work);
        return page with { Data = [.. page.Data.Select(row => amounts.TryGetValue(row.TenantId, out var mrr) ? row with { Mrr = mrr } : row)] };
    }

    /// <summary>The statement that finds one page of tenants plus one more row. Takes <see cref="TenantFilter.Arguments"/>.</summary>
    /// <remarks>It returns tenant_id, external_id, name, owner_name, contact_email, opened_at, urgency and after.</remarks>
    public string Page(TenantFilter filter) =>
        $"""
            select t.tenant_id, t.external_id, t.name, t.owner_name, t.contact_email, t.opened_at, t.urgency::int as urgency, ({filter.Sort.Key})::text as after
              {filter.Sql(versions)}
              {(filter.Cursor is null ? "" : filter.Sort.After)}
              order by {filter.Sort.Order}
              limit {filter.Limit + 1} -- A literal, because with a parameter PostgreSQL plans again for each value, which takes as long as reading the rows.
            """;

    /// <summary>The statement that returns <see cref="TenantRow"/>s.</summary>
    /// <param name="page">Statement that returns the columns of <see cref="Page"/>.</param>
    /// <param name="order">Order of the rows, which have the alias p.</param>
    private static string Rows(string page, string order) =>
        $$"""
            with page as (
            {{page}}
            )
            select p.tenant_id, p.external_id, p.name, p.owner_name, p.contact_email, s.status,
                   array(select i.plan from core.plan_items i where i.tenant_id = p.tenant_id and i.to_at is null order by i.plan) as plans,
                   k.members,
                   coalesce((select jsonb_object_agg(a.name, a.value) from core.attributes a where a.tenant_id = p.tenant_id and a.to_at is null), '{}') as attributes,
                   {{TagSql.TagsOfTenant}} as tags,
                   p.opened_at,
                   p.urgency,
                   nullif(k.last_seen_at, '-infinity') as last_seen_at,
                   f.sessions as sessions_this_month,
                   k.line,
                   f.line_ago,
                   coalesce(f.ago, '{}') as ago,
                   coalesce(f.activity, '{}') as activity,
                   p.after
              from page p
              join core.tenant_status s on s.tenant_id = p.tenant_id
              join core.tenant_summaries k on k.tenant_id = p.tenant_id
              {{TenantFigures.Join}}
             order by {{order}}
            """;

    /// <returns>IDs of the matching tenants in the order of the list, at most the filter's limit.</returns>
    public Task<IReadOnlyList<string>> Ids(TenantFilter filter, UnitOfWork work) =>
        work.List<string>($"select t.tenant_id {filter.Sql(versions)} order by {filter.Sort.Order} limit @limit", filter.Arguments);

    public Task<int> Count(Caller caller, Mode within, IQueryCollection query, UnitOfWork work) =>
        Count(TenantFilter.Read(query, within, caller.OnlyTenant), work);

    private Task<int> Count(TenantFilter filter, UnitOfWork work) =>
        work.One<int>($"select count(*)::int from (select 1 {filter.Sql(versions)} limit {Paging.MaxCounted + 1}) c", filter.Arguments);
}

/// <param name="Plans">Keys of the plans the tenant is on.</param>
/// <param name="Attributes">JSON object: country, source, campaign, referrer and custom attributes.</param>
/// <param name="Urgency">Most urgent issue, or <see cref="TenantPriorities.None"/>.</param>
/// <param name="LastSeenAt">Time of the last activity of any member.</param>
/// <param name="SessionsThisMonth">Number of sessions started in the current month, in the console's time zone.</param>
/// <param name="Line">Activity of consecutive days, separated by spaces, as far as it is precomputed.</param>
/// <param name="LineAgo">Age of the last of these days, in days before today.</param>
/// <param name="Ago">Age of the other days with activity, in days before today.</param>
/// <param name="Activity">Activity on each of those days.</param>
/// <param name="After">Sort key as text. The next page starts after it.</param>
public sealed record TenantRow(
    string TenantId,
    string ExternalId,
    string Name,
    string? OwnerName,
    string? ContactEmail,
    TenantStatus Status,
    string[] Plans,
    long Members,
    JsonElement Attributes,
    string[] Tags,
    DateTimeOffset OpenedAt,
    int Urgency,
    DateTimeOffset? LastSeenAt,
    long SessionsThisMonth,
    string Line,
    int? LineAgo,
    int[] Ago,
    long[] Activity,
    string After
)
{
    /// <summary>MRR in the reporting currency; null if there is none or it was not read.</summary>
    public Money? Mrr { get; init; }

    /// <summary>How soon it needs attention; null if it doesn't.</summary>
    public Kernel.Modules.Urgency? Need => Urgency < TenantPriorities.None ? (Kernel.Modules.Urgency)Urgency : null;

    /// <summary>Name of its owner, or else the contact email; null if neither is known or can be shown.</summary>
    public string? Owner => OwnerName ?? HiddenFields.ValueOrNull(FieldClass.Contact, ContactEmail);

    /// <returns>The value of an attribute, formatted for display.</returns>
    public string FormatAttribute(AttributeReport attribute) => AttributeCells.Text(Attributes, attribute);

    public string? Country => Attributes.TryGetProperty("country", out var country) ? country.ToString() : null;

    /// <summary>Activity on each day of the sparkline, oldest first.</summary>
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
