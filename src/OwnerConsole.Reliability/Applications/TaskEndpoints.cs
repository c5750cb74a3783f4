using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Reliability.Applications;

/// <summary>The API of tasks: an API key lists and claims tasks; the task's token updates it.</summary>
public sealed class TaskEndpoints(TaskAnswers answers, TaskPreviews previews, TaskClaims claims, TaskList list, Database database)
{
    private const string Address = "/api/v1/tasks";

    /// <summary>These routes accept only the task's own token, which is valid for that task alone.</summary>
    private const string ByToken = "requires the task's own token, which is part of the task's message";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(Address, (TaskEndpoints self, HttpContext context) => self.List(context))
            .Says("List tasks, newest first.")
            .Pages()
            .Reads("q", "Part of a tenant's name, contact email or id, part of a kind, or a complete task id.")
            .Reads("state", "State: offered, accepted, running, done, failed, expired, cancelled or done_late.")
            .Reads("kind", "Name of an operation.")
            .Reads("run", "Id of the run that created the tasks.")
            .Reads("sort", $"Set to {TaskFilter.Time} to list the oldest first.")
            .Answers<Page<TaskLine>>()
            .Needs(TaskRoutes.Permission);
        routes
            .MapGet(Address + "/{id}", (TaskEndpoints self, HttpContext context, string id) => self.One(context, id))
            .Says("Get a task.")
            .Answers<TaskLine>()
            .Needs(TaskRoutes.Permission);
        routes
            .MapPost(Address + "/claim", (TaskEndpoints self, HttpContext context) => self.Claim(context))
            .Says(
                "Claim tasks: the oldest unclaimed ones, and claimed ones without an update for one minute. For applications that can't receive webhooks or have just started."
            )
            .Takes<Claimed>()
            .Answers<Page<TaskView>>()
            .Needs("task.carry");
        routes
            .MapPost(Address + "/{id}/accept", (TaskEndpoints self, HttpContext context, string id) => self.Accept(context, id))
            .Says("Accept a task, with its own token.")
            .Answers<TaskAnswer>()
            .ForAnyone(ByToken)
            .DisableAntiforgery(); // no browser has the token
        routes
            .MapPost(Address + "/{id}/progress", (TaskEndpoints self, HttpContext context, string id) => self.Progress(context, id))
            .Says("Report the progress of a task, with its own token. The response states whether the task was cancelled.")
            .Takes<Progressed>()
            .Answers<TaskAnswer>()
            .ForAnyone(ByToken)
            .DisableAntiforgery(); // no browser has the token
        routes
            .MapPost(Address + "/{id}/complete", (TaskEndpoints self, HttpContext context, string id) => self.Complete(context, id))
            .Says("Complete a task, with its own token. Repeated calls have no effect. After the deadline the task becomes done_late.")
            .Takes<Completed>()
            .Answers<TaskAnswer>()
            .ForAnyone(ByToken)
            .DisableAntiforgery(); // no browser has the token
        routes
            .MapPost(Address + "/{id}/fail", (TaskEndpoints self, HttpContext context, string id) => self.Fail(context, id))
            .Says("Fail a task, with its own token, when nothing of it was done.")
            .Takes<Failed>()
            .Answers<TaskAnswer>()
            .ForAnyone(ByToken)
            .DisableAntiforgery(); // no browser has the token
    }

    /// <param name="Most">Maximum number of tasks to claim, 1 to 100.</param>
    public sealed record Claimed(int Most = 10);

    /// <param name="Done">Completed part of <paramref name="Total"/>, in any unit.</param>
    /// <param name="Note">One line of text shown to people.</param>
    public sealed record Progressed(long? Done = null, long? Total = null, string? Note = null);

    /// <param name="Note">One line of text shown to people.</param>
    /// <param name="Result">Small JSON object that is stored with the task.</param>
    public sealed record Completed(string? Note = null, JsonElement? Result = null);

    /// <param name="Code">Stable code of lowercase letters, digits and _.</param>
    /// <param name="Message">Reason shown to people.</param>
    public sealed record Failed(string Code = "failed", string? Message = null);

    private async Task<IResult> List(HttpContext context)
    {
        context.Request.Knows([.. TaskFilter.Known, "sort", "cursor", "limit"]);
        await using var work = await database.Read(context.RequestAborted);
        var filter = await TaskFilter.Read(context.Request.Query, Caller.Of(context)!, work);
        var page = await list.Find(filter with { Limit = context.Request.Limit() }, work);
        return Results.Json(new Page<TaskLine>([.. page.Data.Select(TaskLine.Of)], page.NextCursor, page.Total), Json.Answers);
    }

    private async Task<IResult> One(HttpContext context, string id)
    {
        context.Request.Knows();
        await using var work = await database.Read(context.RequestAborted);
        var task = await list.One(Caller.Of(context)!, id, work) ?? throw Problem.NotFound("task", id);
        return Results.Json(TaskLine.Of(task), Json.Answers);
    }

    private async Task<IResult> Claim(HttpContext context)
    {
        context.Request.Knows();
        var caller = Caller.Of(context)!; // the route needs a permission, so there is one
        var body = await Body.Json<Claimed>(context, context.RequestAborted);
        var tasks = await claims.Claim(caller, caller.Population ?? Population.Live, body.Most, context.RequestAborted);
        return Results.Json(
            new
            {
                data = tasks,
                next_cursor = (string?)null,
                total = (string?)null,
            },
            Json.Answers
        );
    }

    private async Task<IResult> Accept(HttpContext context, string id) =>
        Answer(await previews.Look(id, Bearer.Of(context), context.RequestAborted))
        ?? Answer(await answers.Accept(id, Bearer.Of(context), context.RequestAborted));

    private async Task<IResult> Progress(HttpContext context, string id)
    {
        var body = await Body.Json<Progressed>(context, context.RequestAborted);
        return Answer(await previews.Look(id, Bearer.Of(context), context.RequestAborted))
            ?? Answer(await answers.Progress(id, Bearer.Of(context), body.Done, body.Total, body.Note, context.RequestAborted));
    }

    private async Task<IResult> Complete(HttpContext context, string id)
    {
        var body = await Body.Json<Completed>(context, context.RequestAborted);
        return Answer(await previews.Answer(id, Bearer.Of(context), code: null, body.Note, body.Result, context.RequestAborted))
            ?? Answer(await answers.Complete(id, Bearer.Of(context), body.Note, body.Result, context.RequestAborted));
    }

    private async Task<IResult> Fail(HttpContext context, string id)
    {
        var body = await Body.Json<Failed>(context, context.RequestAborted);
        return Answer(await previews.Answer(id, Bearer.Of(context), body.Code, body.Message, result: null, context.RequestAborted))
            ?? Answer(await answers.Fail(id, Bearer.Of(context), body.Code, body.Message, context.RequestAborted));
    }

    private static IResult? Answer(PreviewAnswer? answer) =>
        answer is null ? null : Results.Json(new TaskAnswer(answer.TaskId, answer.State, IsCancelled: false, answer.Deadline), Json.Answers);

    private static IResult Answer(ApplicationTask task) =>
        Results.Json(new TaskAnswer(task.TaskId, task.State, task.IsOpen && task.CancelAt is not null, task.Deadline), Json.Answers);
}

/// <summary>The state of a task after the application's request.</summary>
/// <param name="IsCancelled">True when the application should stop and call <c>fail</c>.</param>
public sealed record TaskAnswer(string Id, TaskState State, bool IsCancelled, DateTimeOffset Deadline);

/// <summary>A task as returned by the API.</summary>
/// <param name="SubjectId">Id of a tenant or of one of its users.</param>
/// <param name="Offers">Number of times the task was sent.</param>
/// <param name="Note">Last message from the application.</param>
public sealed record TaskLine(
    string Id,
    string Kind,
    TaskMode Mode,
    TaskState State,
    string TenantId,
    string SubjectId,
    string RunId,
    DateTimeOffset OfferedAt,
    DateTimeOffset Deadline,
    int Offers,
    DateTimeOffset? AcceptedAt,
    DateTimeOffset? HeardAt,
    DateTimeOffset? EndedAt,
    bool IsCancelled,
    long? Done,
    long? Total,
    string? Note,
    string? Code
)
{
    public static TaskLine Of(ApplicationTask task) =>
        new(
            task.TaskId,
            task.Kind,
            task.Mode,
            task.State,
            task.TenantId,
            task.SubjectId,
            task.RunId,
            task.OfferedAt,
            task.Deadline,
            task.Offers,
            task.AcceptedAt,
            task.HeardAt,
            task.EndedAt,
            task.CancelAt is not null,
            task.Done,
            task.Total,
            task.Note,
            task.Code
        );
}
