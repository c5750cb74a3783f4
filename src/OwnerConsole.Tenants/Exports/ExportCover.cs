using OwnerConsole.Data;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Tenants.Exports;

/// <summary>First page of the readable file of an export: whose data it is, who requested it, and when.</summary>
/// <param name="Title">Title of the file.</param>
/// <param name="Facts">Names and values in the order of the page.</param>
/// <param name="Scope">What the file contains.</param>
public sealed record ExportCover(string Title, IReadOnlyList<(string Name, string Value)> Facts, string Scope)
{
    /// <param name="archive">Export of a member.</param>
    /// <param name="reader">ID of the team member or API key that downloads it.</param>
    /// <param name="work">Can read the tenant.</param>
    internal static async Task<ExportCover> OfMember(MemberArchive archive, string reader, UnitOfWork work)
    {
        var request = await FindRequest(archive.RunId, work);
        var names = await SentenceRenderer.For(new[] { archive.MemberId, archive.TenantId, request.RequestedBy, reader }.OfType<string>(), work);
        return new(
            $"Personal data of {names.Name(archive.MemberId)}",
            [
                (Wording.TranslateForAll("Member"), $"{names.Name(archive.MemberId)} ({archive.MemberId})"),
                (Wording.Translate("Tenant"), $"{names.Name(archive.TenantId)} ({archive.TenantId})"),
                .. Requested(archive.Id, archive.CreatedAt, request, reader, names),
            ],
            $"Rows about this person that the console stores, without secrets and raw events. {Application(archive.Application)}"
        );
    }

    /// <inheritdoc cref="OfMember"/>
    /// <param name="export">Export of a tenant.</param>
    internal static async Task<ExportCover> OfTenant(TenantExport export, string reader, UnitOfWork work)
    {
        var request = await FindRequest(export.RunId, work);
        var names = await SentenceRenderer.For(new[] { export.TenantId, request.RequestedBy, reader }.OfType<string>(), work);
        return new(
            $"Data of {names.Name(export.TenantId)}",
            [
                (Wording.Translate("Tenant"), $"{names.Name(export.TenantId)} ({export.TenantId})"),
                .. Requested(export.Id, export.CreatedAt, request, reader, names),
            ],
            Wording.Translate("Data of the console about this tenant. Files of your application are in the folder application.")
        );
    }

    private static string Application(ApplicationExport state) =>
        state switch
        {
            ApplicationExport.Included => "Files of your application are in the folder application.",
            ApplicationExport.NotRequested => "Your application stores its own data, which is not included.",
            _ => "The files of your application are missing, because it didn't deliver them.",
        };

    private static IEnumerable<(string Name, string Value)> Requested(
        string id,
        DateTimeOffset createdAt,
        RequestRow request,
        string reader,
        SentenceRenderer names
    )
    {
        IReadOnlyList<(string Name, string Value)> requester = request.RequestedBy is { } by ? [("Requested by", names.Name(by))] : [];
        return
        [
            ("Export", id),
            .. requester,
            ("Requested", ExportLabels.Time(createdAt)),
            ("Downloaded by", names.Name(reader)),
            ("Data as of", ExportLabels.Time(request.Now)),
        ];
    }

    private static async Task<RequestRow> FindRequest(string runId, UnitOfWork work) =>
        (await work.One<RequestRow>("select (select r.requested_by from core.runs r where r.run_id = @runId) as requested_by, now() as now", new { runId }))!; // always one row

    /// <param name="RequestedBy">Null if the reader can't see the run, because it was also about tenants that are hidden from the reader.</param>
    /// <param name="Now">Time of the download.</param>
    private sealed record RequestRow(string? RequestedBy, DateTimeOffset Now);
}
