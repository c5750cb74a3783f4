using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Ui.Forms;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Shell.Operations;

/// <summary>Exports the runs that match the list's filters, across all pages, as a file.</summary>
public sealed class RunExport(ListExport export, Runs runs, OperationCatalogue catalogue)
{
    public const string Address = OperationAddress.Run + "/export";

    public static ListAddress Read(HttpRequest request) => ListAddress.Of(OperationAddress.Run, request, RunFilter.Known.Contains);

    public IResult Send(HttpContext context)
    {
        var caller = Caller.Of(context)!; // the route requires a permission, so there is a caller
        return TableFile.Of(
            context,
            Read(context.Request),
            Columns,
            export.Of(
                context,
                "operations",
                who => Sentence.Say($"{who} exported the list of operations."),
                work => RunFilter.Read(context.Request.Query, catalogue, work),
                (filter, cursor, work) => runs.List(caller, filter with { Cursor = cursor, Limit = ListExport.PageSize }, work)
            )
        );
    }

    private IReadOnlyList<FileColumn<Run>> Columns =>
        [
            new("what", run => RunSentence.Of(run, catalogue.FindOrDefault(run.Operation))),
            new("operation", run => run.Operation) { Word = "operation", IsExtra = true },
            new("state", run => run.State.ToText()) { Word = "state" },
            new("by", run => run.Names.Name(run.RequestedBy)) { Word = "by" },
            new("started_at", run => FileCell.Instant(run.StartedAt)) { Word = "started_at" },
            new("subjects", run => (decimal)run.Subjects),
            new("done", run => (decimal)run.Done),
            new("id", run => run.RunId),
        ];
}
