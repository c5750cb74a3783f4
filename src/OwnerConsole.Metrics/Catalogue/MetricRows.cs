using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Metrics.Catalogue;

/// <summary>Query for the rows behind a number.</summary>
/// <param name="Metric">Id of the metric.</param>
/// <param name="Range">Range of the number: from and to of a bucket, or a whole range.</param>
/// <param name="Filters">Key of the number's group and the filters of the query.</param>
/// <param name="AsOf">Returns the rows as known at that time.</param>
/// <param name="Zone">IANA time zone; defaults to the reporting time zone.</param>
/// <param name="Limit">Page size, 1 to 500.</param>
/// <param name="Cursor">The <c>next_cursor</c> of the previous page.</param>
public sealed record MetricRowsQuery(
    string Metric,
    RequestedRange Range,
    IReadOnlyList<MetricFilter>? Filters = null,
    DateTimeOffset? AsOf = null,
    string? Zone = null,
    int? Limit = null,
    string? Cursor = null
);

/// <param name="TenantId">ID of the tenant.</param>
/// <param name="TenantName">Name of the tenant.</param>
/// <param name="Id">Id of the tenant, or of its member, session, plan item or movement.</param>
/// <param name="MemberExternalId">For a member: the application's own id; null without the permission member.read.</param>
/// <param name="MemberName">For a member: its name; null without the permission member.read.</param>
/// <param name="Num">Contribution to the number or its numerator.</param>
/// <param name="Den">Contribution to the denominator.</param>
public sealed record MetricRow(string TenantId, string TenantName, string Id, string? MemberExternalId, string? MemberName, decimal? Num, decimal? Den);

/// <summary>Lists the rows behind a number, using the metric's own statement, so that they add up to the number.</summary>
public sealed class MetricRows(MetricCatalogue catalogue, Database database)
{
    private const string MemberPermission = "member.read";
    private const int DefaultLimit = 50;
    private const int MaxLimit = 500;

    public async Task<Page<MetricRow>> Find(MetricRowsQuery query, Caller caller, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await Find(query, caller, work);
    }

    /// <inheritdoc cref="Find(MetricRowsQuery, Caller, CancellationToken)"/>
    public async Task<Page<MetricRow>> Find(MetricRowsQuery query, Caller caller, UnitOfWork work)
    {
        if (query.Limit is < 1 or > MaxLimit)
            throw Problem.Invalid("limit", $"must be a number from 1 to {MaxLimit}.");
        var asked = new MetricQuery([query.Metric], query.Range, Filters: query.Filters, AsOf: query.AsOf, Zone: query.Zone);
        var question = await ParsedMetricQuery.Read(asked, catalogue, caller, work);
        var metric = question.Metrics[0];
        if (metric.RowsSql is null)
            metric = metric with { Platform = null }; // Rows always belong to tenants.
        var path = MetricRules.Check(metric, question);
        var bucket = question.Buckets(question.Range, null)[0];
        var limit = query.Limit ?? DefaultLimit;
        var after = query.Cursor is { } cursor ? Cursor.Read(cursor, 2) : ["", ""];
        var rows = await CellReader.ReadRows(path, question, bucket, after[0], after[1], limit + 1, work);
        if (!caller.CanRead(MemberPermission))
            rows = [.. rows.Select(row => row with { MemberExternalId = null, MemberName = null })];
        return Paging.ToPage(rows, limit, last => Cursor.Of(last.TenantId, last.Id));
    }
}
