using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Integrations.Ingest.Pages;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Metrics.Ingest;
using OwnerConsole.Ui.Tables;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Integrations.Ingest;

/// <summary>Serves the page of received events, rejected events and running processes.</summary>
public sealed class IngestRoutes(Database database)
{
    public const string Address = "/webhooks/in";

    public const string Permission = "event.read";

    /// <summary>Rows per page.</summary>
    private const int Lines = 25;

    public async Task<IResult> Show(HttpContext context)
    {
        var (caller, address) = (Caller.Of(context)!, RejectedEventExport.List(context.Request)); // the route needs a permission, so there is a caller
        address.Canonicalize(context);
        await using var work = await database.Read(context.RequestAborted);
        var mode = await Modes.Shown(caller, work);
        return new PageResult(
            "Ingest",
            PageResult.Of<IngestPage>(
                (nameof(IngestPage.Caller), caller),
                (nameof(IngestPage.Mode), mode),
                (nameof(IngestPage.Senders), await IntakeCounts.Senders(mode, work)),
                (nameof(IngestPage.Behind), await IntakeCounts.Behind(work)),
                (nameof(IngestPage.Reasons), await DeadLetters.Reasons(mode, work)),
                (nameof(IngestPage.Address), address),
                (
                    nameof(IngestPage.Rejected),
                    await DeadLetters.List(mode, address["reason"], address[ListAddress.Cursor], Lines, IngestPage.MostOfBody + 1, work)
                ),
                (nameof(IngestPage.Instances), await InstanceRows.ListAlive(mode, work))
            )
        );
    }
}
