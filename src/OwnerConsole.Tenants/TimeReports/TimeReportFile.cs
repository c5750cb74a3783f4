using System.Net.Mime;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Metrics.Ingest;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Tenants.TimeReports;

/// <summary>Sends the time report as a file, for API clients and for people.</summary>
/// <remarks>The report contains personal data, so each download is logged in the tenant's timeline before the first byte is sent.</remarks>
public sealed class TimeReportFile(TimeReport report, LogWriter logbook, Database database, TimeProvider clock)
{
    public const string MediaType = MediaTypeNames.Text.Csv;

    /// <param name="forPeople">Adds a byte order mark, so that spreadsheets read the file as UTF-8. API clients would read it as part of the header.</param>
    public async Task<IResult> Send(HttpContext context, string id, bool forPeople)
    {
        context.Request.RequireKnown("from", "to", "member", "back");
        var (caller, stop) = (Caller.Of(context)!, context.RequestAborted); // the route requires a permission, so the caller is signed in
        var (asked, name) = await Read(context.Request, caller, id, forPeople, stop);
        await LogDownload(caller, asked.TenantId, stop);
        var file = $"time-report_{FileName(name)}_{ReportRange.Day(asked.Range.From)}_{ReportRange.Day(asked.Range.To)}.csv";
        return new TextFile(file, MediaType, forPeople, report.Parts(asked, stop));
    }

    private async Task<(SessionRows.Criteria Asked, string Name)> Read(HttpRequest request, Caller caller, string id, bool forPeople, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        var tenantId = await SubjectResolver.Tenant(caller, id, work);
        var zone = (await ReportingSettings.Of(work)).Zone;
        var range =
            forPeople && request.Text("from") is null && request.Text("to") is null
                ? ReportRange.Presets(zone, clock.GetUtcNow())[0].Range
                : ReportRange.Read(request.Text("from"), request.Text("to"), zone);
        var records = request.Text("member") is { } member ? await Records(tenantId, member, work) : null;
        var name =
            await work.One<string>("select name from core.tenants where tenant_id = @tenantId", new { tenantId }) ?? throw Problem.NotFound("tenant", id); // the platform itself is not a tenant
        return (new(tenantId, records, range), name);
    }

    private static async Task<IReadOnlyList<string>> Records(string tenantId, string named, UnitOfWork work)
    {
        var member =
            await work.One<string>(
                $"""
                select coalesce(w.into_id, m.member_id) from core.members m {MemberSql.MergedIntoJoin("m")}
                 where m.tenant_id = @tenantId and (m.member_id = @named or 'ext:' || m.external_id = @named)
                """,
                new { tenantId, named }
            ) ?? throw Problem.NotFound("member");
        return await MemberRecords.Of(tenantId, member, work);
    }

    private async Task LogDownload(Caller caller, string tenantId, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake("time_report.take"), [tenantId], stop);
        var sentence = Sentence.Say($"{new EntityReference(caller.Id)} downloaded the time report of {new EntityReference(tenantId)}.");
        logbook.Write([new(tenantId, "system", caller.Id, "done", sentence) { Subject = tenantId, Code = "time_report_taken" }], work);
        await work.Commit();
    }

    /// <summary>Part of a file name that every file system accepts.</summary>
    private static string FileName(string name) =>
        string.Concat(name.Select(letter => char.IsLetterOrDigit(letter) || letter is '-' or '.' ? letter : ' '))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Aggregate("", (so, word) => so.Length == 0 ? word : $"{so}-{word}")
            is { Length: > 0 } words
            ? words[..Math.Min(words.Length, 60)]
            : "tenant";
}
