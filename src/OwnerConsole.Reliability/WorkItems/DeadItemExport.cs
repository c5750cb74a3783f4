using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Reliability.WorkItems;

/// <summary>Exports all failed jobs that match the filter as a file.</summary>
public sealed class DeadItemExport(ListExport export)
{
    public const string Address = WorkItemRoutes.Address + "/export";

    private static readonly IReadOnlyList<FileColumn<DeadItem>> s_columns =
    [
        new("work", item => item.Kind),
        new("error", item => item.Error),
        new("lane", item => item.Lane) { Word = "lane" },
        new("attempts", item => (decimal)item.Attempts) { Word = "attempts" },
        new("requested_at", item => FileCell.Instant(item.RequestedAt)) { Word = "requested_at", IsExtra = true },
        new("failed_at", item => FileCell.Instant(item.FailedAt)) { Word = "failed_at" },
        new("id", item => item.FailedId),
        new("run_id", item => item.RunId),
    ];

    public static ListAddress List(HttpRequest request) => ListAddress.Of(WorkItemRoutes.Address, request, part => part == "kind");

    public static DeadFilter Filter(HttpRequest request) => new(request.Text("kind"), request.Text("cursor"));

    public IResult Send(HttpContext context)
    {
        var filter = Filter(context.Request) with { Limit = ListExport.PageSize };
        return TableFile.Of(
            context,
            List(context.Request),
            s_columns,
            export.Of(
                context,
                "work_items",
                who => Sentence.Say($"{who} exported the list of failed jobs."),
                (cursor, work) => DeadItems.Open(filter with { Cursor = cursor }, work)
            )
        );
    }
}
