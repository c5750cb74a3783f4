using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Tenants.TimeReports;

/// <summary>Writes the file while it is read: a page of sessions at a time, then what each member's came to, added up from the very lines that were written.</summary>
/// <remarks>It holds a page and two numbers a member, however many sessions there are; and no connection while it writes, so who reads slowly holds none.</remarks>
public sealed class TimeReport(Database database, SessionRows rows)
{
    public const int Page = 1_000;

    public async Task Write(SessionRows.Asked asked, TextWriter writer, CancellationToken stop)
    {
        await writer.WriteAsync(ReportLines.Head);
        await writer.FlushAsync(stop);
        var totals = new OrderedDictionary<string, Total>(StringComparer.Ordinal); // as they came
        var all = Total.None;
        SessionRow? last = null;
        do
        {
            var page = await Next(asked, last, stop);
            foreach (var row in page)
            {
                await writer.WriteAsync(ReportLines.Of(row, asked.Range.Zone));
                totals[row.MemberId ?? ""] = totals.GetValueOrDefault(row.MemberId ?? "", Total.None).With(row);
                all = all.With(row);
            }
            await writer.FlushAsync(stop);
            last = page.Count == Page ? page[^1] : null;
        } while (last is not null);
        if (all.Sessions == 0)
            return;
        foreach (var some in totals.Chunk(Page))
            await Sums(asked.TenantId, some, writer, stop);
        await writer.WriteAsync(ReportLines.Of(all));
        await writer.FlushAsync(stop);
    }

    private async Task<IReadOnlyList<SessionRow>> Next(SessionRows.Asked asked, SessionRow? last, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await rows.After(asked, last, Page, work);
    }

    private async Task Sums(string tenantId, KeyValuePair<string, Total>[] some, TextWriter writer, CancellationToken stop)
    {
        IReadOnlyDictionary<string, Person> people;
        await using (var work = await database.Read(stop))
            people = await rows.People(tenantId, [.. some.Select(total => total.Key)], work);
        foreach (var (member, total) in some)
            await writer.WriteAsync(ReportLines.Of(people.GetValueOrDefault(member), total));
        await writer.FlushAsync(stop);
    }
}
