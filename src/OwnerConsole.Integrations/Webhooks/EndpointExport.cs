using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>Exports all endpoints as a file.</summary>
public sealed class EndpointExport(ListExport export, Endpoints endpoints)
{
    public const string Address = EndpointRoutes.Address + "/endpoints/export";

    private static readonly IReadOnlyList<FileColumn<EndpointRow>> s_columns =
    [
        new("url", row => row.Url),
        new("order", row => row.Order.ToText()),
        new("max_in_flight", row => (decimal)row.MaxInFlight),
        new("retry", row => row.Retry.ToText()),
        new("retry_delays", row => string.Join(' ', row.Schedule.Lines)),
        new("mode", row => row.Mode.ToText()),
        new("events", row => string.Join(' ', row.Events)),
        new("disabled_for", row => row.DisabledFor?.ToText()),
        new("failing_since", row => FileCell.Instant(row.FailingSince)),
        new("added_at", row => FileCell.Instant(row.OpenedAt)),
        new("id", row => row.EndpointId),
    ];

    public IResult Send(HttpContext context) =>
        TableFile.Of(
            context,
            new(EndpointRoutes.Address),
            s_columns,
            export.OfAll(
                context,
                "endpoints",
                who => Sentence.Say($"{who} exported the list of endpoints."),
                work => endpoints.Find(Caller.Of(context)!.Mode, work) // the route needs a permission, so there is a caller
            )
        );
}
