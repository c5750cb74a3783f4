using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Words;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Tenants.Directory;

/// <summary>What the directory shows, on all of its pages, as a file.</summary>
/// <remarks>It has people's addresses, so who takes it along is a line of the log, written before the first row leaves.</remarks>
public sealed class TenantExport(Database database, TenantList list, AccessLog accessLog, TimeProvider clock)
{
    public const string Address = DirectoryAddress.Home + "/export";

    private const int AtOnce = 500;

    private static readonly IReadOnlyList<FileColumn<TenantRow>> s_columns =
    [
        new("name", row => row.Name),
        new("status", row => row.Status.ToText()) { Word = "status" },
        new("plans", row => string.Join(' ', row.Plans)) { Word = "plan" },
        new("members", row => (decimal)row.Members) { Word = "members" },
        new("sessions_this_month", row => (decimal)row.SessionsThisMonth) { Word = "sessions" },
        new("activity_30_days", row => (decimal)row.ActivityByDay.Sum()) { Word = "line" },
        new("last_seen_at", row => TableFile<TenantRow>.Instant(row.LastSeenAt)) { Word = "last_seen_at" },
        new("contact_email", row => row.ContactEmail) { Word = "contact_email" },
        new("country", row => row.Country) { Word = "country", IsExtra = true },
        new("opened_at", row => TableFile<TenantRow>.Instant(row.OpenedAt)) { Word = "opened_at", IsExtra = true },
        new("id", row => row.TenantId),
        new("external_id", row => row.ExternalId),
    ];

    public async Task<IResult> Send(HttpContext context)
    {
        var (caller, stop) = (Caller.Of(context)!, context.RequestAborted); // the route needs a permission, so there is a caller
        TenantFilter filter;
        await using (var reading = await database.Read(stop))
            filter = TenantFilter.Read(context.Request.Query, await Populations.Shown(caller, reading), caller.OnlyTenant) with { Limit = AtOnce };
        await Tell(caller, stop);
        var name = $"tenants_{TableFile<TenantRow>.Instant(clock.GetUtcNow())![..10]}";
        return new TableFile<TenantRow>(name, DirectoryAddress.Of(context.Request), s_columns, Next);

        async Task<Page<TenantRow>> Next(string? cursor)
        {
            await using var work = await database.Read(stop);
            return await list.Find(filter with { Cursor = cursor }, work);
        }
    }

    private async Task Tell(Caller caller, CancellationToken stop)
    {
        await using var work = await database.Write(Door.Intake("tenants.export"), AccessLog.Tenants, stop);
        accessLog.Done(caller.Id, "tenants_exported", Sentence.Say($"{new Reference(caller.Id)} exported the list of tenants."), work);
        await work.Commit();
    }
}
