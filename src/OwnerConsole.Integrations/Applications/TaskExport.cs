using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Integrations.Applications;

/// <summary>Exports all tasks that match the filters as a file.</summary>
public sealed class TaskExport(ListExport export, TaskList list)
{
    public const string Address = TaskRoutes.Address + "/export";

    private static readonly IReadOnlyList<FileColumn<ApplicationTask>> s_columns =
    [
        new("kind", task => task.Kind),
        new("action", task => task.Action.ToText()),
        new("state", task => task.State.ToText()) { Word = "state" },
        new("code", task => task.Code) { Word = "state" },
        new("note", task => task.Note) { Word = "note" },
        new("tenant_id", task => task.TenantId) { Word = "subject" },
        new("subject_id", task => task.SubjectId) { Word = "subject" },
        new("offered_at", task => FileCell.Instant(task.OfferedAt)) { Word = "offered_at" },
        new("deadline", task => FileCell.Instant(task.Deadline)) { Word = "deadline" },
        new("ended_at", task => FileCell.Instant(task.EndedAt)) { Word = "offered_at" },
        new("id", task => task.TaskId),
        new("run_id", task => task.RunId),
    ];

    public IResult Send(HttpContext context)
    {
        var caller = Caller.Of(context)!; // the route needs a permission, so there is one
        return TableFile.Of(
            context,
            TaskFilter.Address(context.Request),
            s_columns,
            export.Of(
                context,
                "tasks",
                who => Sentence.Say($"{who} exported the list of tasks."),
                work => TaskFilter.Read(context.Request.Query, caller, work),
                (filter, cursor, work) => list.Find(filter with { Cursor = cursor, Limit = ListExport.PageSize }, work)
            )
        );
    }
}
