using OwnerConsole.Data;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Pure.Errors;

namespace OwnerConsole.Reliability.Errors;

/// <summary>State of an error.</summary>
public enum ErrorState
{
    Unresolved,

    /// <summary>It occurred again after it was resolved.</summary>
    Regressed,
    Resolved,
    Ignored,
}

/// <summary>Occurrences of the same error, as returned by the API.</summary>
/// <param name="Title">Type and message of the last occurrence.</param>
/// <param name="Culprit">Transaction or function of the last occurrence; null if it is unknown.</param>
/// <param name="Level">How serious it is, according to the application.</param>
/// <param name="State">unresolved, resolved, ignored, or regressed: it occurred again after it was resolved.</param>
/// <param name="FirstRelease">Release of the first occurrence; null if it is unknown.</param>
/// <param name="LastRelease">Release of the last occurrence; null if it is unknown.</param>
/// <param name="ResolvedInRelease">Release with the fix; null if none was named.</param>
/// <param name="FirstSeenAt">When it first occurred.</param>
/// <param name="LastSeenAt">When it last occurred.</param>
/// <param name="Events">Number of occurrences.</param>
/// <param name="Tenants">Number of tenants for which it occurred.</param>
/// <param name="Mrr">Current MRR of these tenants.</param>
public sealed record ErrorGroup(
    string Id,
    string Title,
    string? Culprit,
    ErrorLevel Level,
    ErrorState State,
    string? FirstRelease,
    string? LastRelease,
    string? ResolvedInRelease,
    DateTimeOffset FirstSeenAt,
    DateTimeOffset LastSeenAt,
    long Events,
    long Tenants,
    Money Mrr
)
{
    internal const string Prefix = "erg",
        EntityKind = "error_group";

    /// <summary>Expression for the state of a group g with its open decision d.</summary>
    internal const string StateSql = """
        case when d.state = 'ignored' then 'ignored' when d.state is null then 'unresolved' when g.regressed_at > d.opened_at then 'regressed' else 'resolved' end
        """;

    internal const string From = """
          from errors.groups g
          left join errors.decisions d on d.tenant_id = g.tenant_id and d.group_id = g.group_id and d.closed_by is null
         where g.tenant_id = 'tnt_platform'
        """;

    /// <summary>Tenants of one mode for which a group g occurred.</summary>
    private const string Affected = "from errors.affected a join core.tenants t on t.tenant_id = a.tenant_id and t.mode = @mode where a.group_id = g.group_id";

    private const string Columns = $"""
        select g.group_id as id, g.title, g.culprit, g.level, {StateSql} as state, g.first_release, g.last_release, d.release as resolved_in_release, g.first_seen_at,
               g.last_seen_at, g.events, (select count(*) {Affected}) as tenants, (select coalesce(sum(t.mrr), 0)::bigint {Affected}) as mrr
        {From}
        """;

    /// <param name="cursor">Cursor of the previous page.</param>
    /// <param name="mode">Mode of the tenants that are counted.</param>
    /// <returns>A page, the error that occurred last first.</returns>
    internal static async Task<OwnerConsole.Data.Page<ErrorGroup>> List(ErrorFilter filter, string? cursor, int limit, Mode mode, UnitOfWork work)
    {
        var (at, id) = cursor is null ? default : Cursor.ReadInstant(cursor);
        var rows = await work.List<Row>(
            $"""
            {Columns} {filter.Sql} {(cursor is null ? "" : "and (g.last_seen_at, g.group_id) < (@at, @id)")}
             order by g.last_seen_at desc, g.group_id desc
             limit @most
            """,
            new
            {
                filter.State,
                filter.Release,
                filter.Environment,
                filter.Tenant,
                filter.UserId,
                filter.Operation,
                filter.Text,
                mode,
                at,
                id,
                most = limit + 1,
            }
        );
        var currency = (await ReportingSettings.Of(work)).Currency;
        return Paging.ToPage<ErrorGroup>([.. rows.Select(row => row.ToGroup(currency))], limit, last => Cursor.Of(last.LastSeenAt, last.Id));
    }

    /// <param name="mode">Mode of the tenants that are counted.</param>
    /// <returns>Null if there is none.</returns>
    internal static async Task<ErrorGroup?> Find(string id, Mode mode, UnitOfWork work) =>
        await work.One<Row>($"{Columns} and g.group_id = @id", new { id, mode }) is { } row ? row.ToGroup((await ReportingSettings.Of(work)).Currency) : null;

    private sealed record Row(
        string Id,
        string Title,
        string? Culprit,
        ErrorLevel Level,
        ErrorState State,
        string? FirstRelease,
        string? LastRelease,
        string? ResolvedInRelease,
        DateTimeOffset FirstSeenAt,
        DateTimeOffset LastSeenAt,
        long Events,
        long Tenants,
        long Mrr
    )
    {
        public ErrorGroup ToGroup(string currency) =>
            new(Id, Title, Culprit, Level, State, FirstRelease, LastRelease, ResolvedInRelease, FirstSeenAt, LastSeenAt, Events, Tenants, new(Mrr, currency));
    }
}
