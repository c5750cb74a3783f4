using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Metrics.Ingest;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Integrations.Ingest;

/// <summary>Exports rejected events with the body as it was received, to find the mistake in the sender.</summary>
public sealed class RejectedEventExport(ListExport export)
{
    public const string Address = IngestRoutes.Address + "/export";

    /// <summary>Fewer rows per read than other lists, because each row contains a whole event.</summary>
    private const int PageSize = 100;

    private static readonly IReadOnlyList<FileColumn<DeadLetters.RejectedRow>> s_columns =
    [
        new("received_at", row => FileCell.Instant(row.ReceivedAt)),
        new("reason", row => row.Reason),
        new("what_to_do", row => row.Advice),
        new("key", row => row.KeyName),
        new("event", row => row.Body) { FieldClasses = [FieldClass.Money, FieldClass.Contact] },
        new("key_id", row => row.KeyId),
    ];

    public static ListAddress List(HttpRequest request) => ListAddress.Of(IngestRoutes.Address, request, part => part == "reason");

    public IResult Send(HttpContext context) =>
        TableFile.Of(
            context,
            List(context.Request),
            s_columns,
            export.Of(
                context,
                "rejected_events",
                who => Sentence.Say($"{who} exported the list of rejected events."),
                async (cursor, work) =>
                    await DeadLetters.List(
                        await Modes.Shown(Caller.Of(context)!, work), // the route needs a permission, so there is a caller
                        context.Request.Text("reason"),
                        cursor,
                        PageSize,
                        int.MaxValue,
                        work
                    )
            )
        );
}
