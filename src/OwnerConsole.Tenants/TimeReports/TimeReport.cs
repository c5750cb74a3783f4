using System.Runtime.CompilerServices;
using OwnerConsole.Data;

namespace OwnerConsole.Tenants.TimeReports;

/// <summary>Streams the CSV file: sessions page by page, then totals calculated from exactly these sessions.</summary>
/// <remarks>Memory is limited to one page plus two numbers per member, and no database connection is held while rows are sent.</remarks>
public sealed class TimeReport(Database database, SessionRows rows)
{
    public const int Page = 1_000;

    /// <returns>The header, each page of sessions, and the totals.</returns>
    public async IAsyncEnumerable<string> Parts(SessionRows.Criteria asked, [EnumeratorCancellation] CancellationToken stop)
    {
        yield return TimeReportLines.Head;
        var totals = new OrderedDictionary<string, SessionTotal>(StringComparer.Ordinal); // in order of first session
        var all = SessionTotal.None;
        SessionRow? last = null;
        do
        {
            var page = await Next(asked, last, stop);
            yield return string.Concat(page.Select(row => TimeReportLines.Of(row, asked.Range.Zone)));
            foreach (var row in page)
            {
                totals[row.MemberId ?? ""] = totals.GetValueOrDefault(row.MemberId ?? "", SessionTotal.None).With(row);
                all = all.With(row);
            }
            last = page.Count == Page ? page[^1] : null;
        } while (last is not null);
        if (all.Sessions == 0)
            yield break;
        foreach (var some in totals.Chunk(Page))
            yield return await Sums(asked.TenantId, some, stop);
        yield return TimeReportLines.Of(all);
    }

    private async Task<IReadOnlyList<SessionRow>> Next(SessionRows.Criteria asked, SessionRow? last, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await rows.After(asked, last, Page, work);
    }

    private async Task<string> Sums(string tenantId, KeyValuePair<string, SessionTotal>[] some, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        var people = await rows.People(tenantId, [.. some.Select(total => total.Key)], work);
        return string.Concat(some.Select(total => TimeReportLines.Of(people.GetValueOrDefault(total.Key), total.Value)));
    }
}
