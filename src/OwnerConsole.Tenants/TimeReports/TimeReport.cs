using System.Runtime.CompilerServices;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Tenants.TimeReports;

/// <summary>The file, part by part while it is read: a page of sessions at a time, then what each member's came to, added up from the very lines that were sent.</summary>
/// <remarks>It holds a page and two numbers a member, however many sessions there are; and no connection while they are sent.</remarks>
public sealed class TimeReport(Database database, SessionRows rows)
{
    public const int Page = 1_000;

    /// <returns>the head, each page, and the sums</returns>
    public async IAsyncEnumerable<string> Parts(SessionRows.Asked asked, [EnumeratorCancellation] CancellationToken stop)
    {
        yield return ReportLines.Head;
        var totals = new OrderedDictionary<string, Total>(StringComparer.Ordinal); // as they came
        var all = Total.None;
        SessionRow? last = null;
        do
        {
            var page = await Next(asked, last, stop);
            yield return string.Concat(page.Select(row => ReportLines.Of(row, asked.Range.Zone)));
            foreach (var row in page)
            {
                totals[row.MemberId ?? ""] = totals.GetValueOrDefault(row.MemberId ?? "", Total.None).With(row);
                all = all.With(row);
            }
            last = page.Count == Page ? page[^1] : null;
        } while (last is not null);
        if (all.Sessions == 0)
            yield break;
        foreach (var some in totals.Chunk(Page))
            yield return await Sums(asked.TenantId, some, stop);
        yield return ReportLines.Of(all);
    }

    private async Task<IReadOnlyList<SessionRow>> Next(SessionRows.Asked asked, SessionRow? last, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await rows.After(asked, last, Page, work);
    }

    private async Task<string> Sums(string tenantId, KeyValuePair<string, Total>[] some, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        var people = await rows.People(tenantId, [.. some.Select(total => total.Key)], work);
        return string.Concat(some.Select(total => ReportLines.Of(people.GetValueOrDefault(total.Key), total.Value)));
    }
}
