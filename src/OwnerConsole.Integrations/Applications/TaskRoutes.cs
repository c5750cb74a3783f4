using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Integrations.Applications.Pages;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Ui.Tables;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Integrations.Applications;

/// <summary>Serves the list of tasks and the page of one task.</summary>
public sealed class TaskRoutes(Database database, TaskList list, OperationCatalogue catalogue, DenialExplainer denials, Panels panels)
{
    public const string Address = "/tasks";

    public const string Permission = "task.read";

    public static string Of(string taskId) => $"{Address}/{taskId}";

    public async Task<IResult> Show(HttpContext context)
    {
        var address = TaskFilter.Address(context.Request);
        address.Canonicalize(context);
        var caller = Caller.Of(context)!; // the route needs a permission, so there is one
        await using var work = await database.Read(context.RequestAborted);
        var filter = await TaskFilter.Read(context.Request.Query, caller, work);
        var tasks = await list.Find(filter, work);
        return new PageResult(
            "Tasks",
            PageResult.Of<TasksPage>(
                (nameof(TasksPage.Denied), await denials.Of(caller, [catalogue.Find("task.dismiss").Definition], work)),
                (nameof(TasksPage.Address), address),
                (nameof(TasksPage.Filters), await Filters(work)),
                (nameof(TasksPage.Views), await panels.DrawViews(address.Place(caller), work)),
                (nameof(TasksPage.IsCut), filter.Search?.IsCut ?? false),
                (nameof(TasksPage.Catalogue), catalogue),
                (nameof(TasksPage.Names), await SentenceRenderer.For(tasks.Data.SelectMany(task => new[] { task.TenantId, task.SubjectId }), work)),
                (nameof(TasksPage.Tasks), tasks)
            )
        );
    }

    public async Task<IResult> ShowTask(HttpContext context, string id)
    {
        await using var work = await database.Read(context.RequestAborted);
        var caller = Caller.Of(context)!; // the route needs a permission, so there is one
        var task = await list.Get(caller, id, work) ?? throw Problem.NotFound("task", id);
        return new PageResult(
            catalogue.Title(task.Kind),
            PageResult.Of<TaskPage>(
                (nameof(TaskPage.Task), task),
                (nameof(TaskPage.Caller), caller),
                (nameof(TaskPage.Title), catalogue.Title(task.Kind)),
                (nameof(TaskPage.Names), await SentenceRenderer.For([task.TenantId, task.SubjectId], work))
            )
        );
    }

    private async Task<ListFilter[]> Filters(UnitOfWork work) =>
        [
            ListFilter.Of<TaskState>("state", "State", TaskFilter.Word),
            new("kind", "Kind", [.. (await list.Kinds(work)).Select(kind => (kind, Wording.Translate(catalogue.Title(kind))))]),
            new("run", "Operation") { IsInMenu = false },
        ];
}
