using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Integrations.Applications;

/// <summary>The API of tasks: an API key lists and claims tasks; the task's token updates it.</summary>
public sealed class TaskEndpoints(TaskCallbacks answers, TaskPreviews previews, TaskClaims claims, TaskList list, Database database)
{
    private const string Address = "/api/v1/tasks";

    /// <summary>These routes accept only the task's own token, which is valid for that task alone.</summary>
    private const string ByToken = "requires the task's own token, which is part of the task's message";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(Address, (TaskEndpoints self, HttpContext context) => self.List(context))
            .WithSummary("List tasks, newest first.")
            .WithPaging()
            .WithQueryParameter("q", "Part of a tenant's name, contact email or id, part of a kind, or a complete task id.")
            .WithQueryParameter("state", "State of the task.", QueryType.OneOf<TaskState>())
            .WithQueryParameter("kind", "Name of an operation.")
            .WithQueryParameter("run", "ID of the run that created the tasks.", QueryType.Id("run_"))
            .WithQueryParameter("sort", "The oldest first, or with a minus the newest first.", QueryType.SortOf(TaskFilter.Time))
            .Produces<Page<TaskListItem>>()
            .RequirePermission(TaskRoutes.Permission);
        routes
            .MapGet(Address + "/{id}", (TaskEndpoints self, HttpContext context, string id) => self.Get(context, id))
            .WithSummary("Get a task.")
            .Produces<TaskListItem>()
            .RequirePermission(TaskRoutes.Permission);
        routes
            .MapPost(Address + "/claim", (TaskEndpoints self, HttpContext context) => self.Claim(context))
            .WithSummary(
                "Claim tasks: the oldest unclaimed ones, and claimed ones without an update for one minute. For applications that can't receive webhooks or have just started."
            )
            .AcceptsJson<ClaimRequest>()
            .Produces<Page<TaskView>>()
            .RequirePermission("task.execute");
        routes
            .MapPost(Address + "/{id}/accept", (TaskEndpoints self, HttpContext context, string id) => self.Accept(context, id))
            .WithSummary("Accept a task, with its own token.")
            .Produces<TaskResponse>()
            .AllowAnyone(ByToken)
            .DisableAntiforgery(); // no browser has the token
        routes
            .MapPost(Address + "/{id}/progress", (TaskEndpoints self, HttpContext context, string id) => self.Progress(context, id))
            .WithSummary("Report the progress of a task, with its own token. The response states whether the task was cancelled.")
            .AcceptsJson<ProgressRequest>()
            .Produces<TaskResponse>()
            .AllowAnyone(ByToken)
            .DisableAntiforgery(); // no browser has the token
        routes
            .MapPost(Address + "/{id}/complete", (TaskEndpoints self, HttpContext context, string id) => self.Complete(context, id))
            .WithSummary("Complete a task, with its own token. Repeated calls have no effect. After the deadline the task becomes done_late.")
            .AcceptsJson<CompleteRequest>()
            .Produces<TaskResponse>()
            .AllowAnyone(ByToken)
            .DisableAntiforgery(); // no browser has the token
        routes
            .MapPost(Address + "/{id}/fail", (TaskEndpoints self, HttpContext context, string id) => self.Fail(context, id))
            .WithSummary("Fail a task, with its own token, when nothing of it was done.")
            .AcceptsJson<FailRequest>()
            .Produces<TaskResponse>()
            .AllowAnyone(ByToken)
            .DisableAntiforgery(); // no browser has the token
    }

    /// <param name="Limit">Maximum number of tasks to claim, 1 to 100.</param>
    public sealed record ClaimRequest(int Limit = 10);

    /// <param name="Done">Completed part of <paramref name="Total"/>, in any unit.</param>
    /// <param name="Total">Number of steps in total.</param>
    /// <param name="Note">One line of text shown to people.</param>
    public sealed record ProgressRequest(long? Done = null, long? Total = null, string? Note = null);

    /// <param name="Note">One line of text shown to people.</param>
    /// <param name="Result">Small JSON object that is stored with the task.</param>
    public sealed record CompleteRequest(string? Note = null, JsonElement? Result = null);

    /// <param name="Code">Stable code of lowercase letters, digits and _.</param>
    /// <param name="Message">Reason shown to people.</param>
    public sealed record FailRequest(string Code = "failed", string? Message = null);

    private async Task<IResult> List(HttpContext context)
    {
        context.Request.RequireKnown([.. TaskFilter.ParameterNames, "sort", "cursor", "limit"]);
        await using var work = await database.Read(context.RequestAborted);
        var filter = await TaskFilter.Read(context.Request.Query, Caller.Of(context)!, work);
        var page = await list.Find(filter with { Limit = context.Request.Limit() }, work);
        return Results.Json(new Page<TaskListItem>([.. page.Data.Select(TaskListItem.Of)], page.NextCursor, page.Total), Json.ResponseOptions);
    }

    private async Task<IResult> Get(HttpContext context, string id)
    {
        context.Request.RequireKnown();
        await using var work = await database.Read(context.RequestAborted);
        var task = await list.Get(Caller.Of(context)!, id, work) ?? throw Problem.NotFound("task", id);
        return Results.Json(TaskListItem.Of(task), Json.ResponseOptions);
    }

    private async Task<IResult> Claim(HttpContext context)
    {
        context.Request.RequireKnown();
        var caller = Caller.Of(context)!; // the route needs a permission, so there is one
        var body = await RequestBody.ReadJson<ClaimRequest>(context, context.RequestAborted);
        var tasks = await claims.Claim(caller, caller.Mode ?? Mode.Live, body.Limit, context.RequestAborted);
        return Results.Json(
            new
            {
                data = tasks,
                next_cursor = (string?)null,
                total = (string?)null,
            },
            Json.ResponseOptions
        );
    }

    private async Task<IResult> Accept(HttpContext context, string id) =>
        Answer(await previews.FindAnswer(id, BearerToken.Read(context), context.RequestAborted))
        ?? Answer(await answers.Accept(id, BearerToken.Read(context), context.RequestAborted));

    private async Task<IResult> Progress(HttpContext context, string id)
    {
        var body = await RequestBody.ReadJson<ProgressRequest>(context, context.RequestAborted);
        return Answer(await previews.FindAnswer(id, BearerToken.Read(context), context.RequestAborted))
            ?? Answer(await answers.Progress(id, BearerToken.Read(context), body.Done, body.Total, body.Note, context.RequestAborted));
    }

    private async Task<IResult> Complete(HttpContext context, string id)
    {
        var body = await RequestBody.ReadJson<CompleteRequest>(context, context.RequestAborted);
        return Answer(await previews.Answer(id, BearerToken.Read(context), code: null, body.Note, body.Result, context.RequestAborted))
            ?? Answer(await answers.Complete(id, BearerToken.Read(context), body.Note, body.Result, context.RequestAborted));
    }

    private async Task<IResult> Fail(HttpContext context, string id)
    {
        var body = await RequestBody.ReadJson<FailRequest>(context, context.RequestAborted);
        return Answer(await previews.Answer(id, BearerToken.Read(context), body.Code, body.Message, result: null, context.RequestAborted))
            ?? Answer(await answers.Fail(id, BearerToken.Read(context), body.Code, body.Message, context.RequestAborted));
    }

    private static IResult? Answer(PreviewTaskStatus? answer) =>
        answer is null ? null : Results.Json(new TaskResponse(answer.TaskId, answer.State, IsCancelled: false, answer.Deadline), Json.ResponseOptions);

    private static IResult Answer(ApplicationTask task) =>
        Results.Json(new TaskResponse(task.TaskId, task.State, task.IsOpen && task.CancelAt is not null, task.Deadline), Json.ResponseOptions);
}

/// <summary>The state of a task after the application's request.</summary>
/// <param name="IsCancelled">True when the application should stop and call <c>fail</c>.</param>
/// <param name="Deadline">When the task expires without further progress.</param>
public sealed record TaskResponse(string Id, TaskState State, bool IsCancelled, DateTimeOffset Deadline);

/// <summary>A task as returned by the API.</summary>
/// <param name="Kind">Kind of task, such as tenant.export.</param>
/// <param name="Action">Whether to carry the task out, to preview it or to cancel it.</param>
/// <param name="SubjectId">Id of a tenant or of one of its users.</param>
/// <param name="OfferedAt">When it was first offered to the application.</param>
/// <param name="Deadline">When it expires without an answer.</param>
/// <param name="Offers">Number of times the task was sent.</param>
/// <param name="AcceptedAt">When the application accepted it; null until then.</param>
/// <param name="RespondedAt">When the application last reported progress; null until then.</param>
/// <param name="EndedAt">When it ended; null while it is open.</param>
/// <param name="IsCancelled">Whether the application is asked to stop it.</param>
/// <param name="Done">Steps done; null if not reported.</param>
/// <param name="Total">Steps in total; null if not reported.</param>
/// <param name="Note">Last message from the application.</param>
/// <param name="Code">Error code that the application reported; null if it didn't fail.</param>
public sealed record TaskListItem(
    string Id,
    string Kind,
    TaskAction Action,
    TaskState State,
    string TenantId,
    string SubjectId,
    string RunId,
    DateTimeOffset OfferedAt,
    DateTimeOffset Deadline,
    int Offers,
    DateTimeOffset? AcceptedAt,
    DateTimeOffset? RespondedAt,
    DateTimeOffset? EndedAt,
    bool IsCancelled,
    long? Done,
    long? Total,
    string? Note,
    string? Code
)
{
    public static TaskListItem Of(ApplicationTask task) =>
        new(
            task.TaskId,
            task.Kind,
            task.Action,
            task.State,
            task.TenantId,
            task.SubjectId,
            task.RunId,
            task.OfferedAt,
            task.Deadline,
            task.Offers,
            task.AcceptedAt,
            task.RespondedAt,
            task.EndedAt,
            task.CancelAt is not null,
            task.Done,
            task.Total,
            task.Note,
            task.Code
        );
}
