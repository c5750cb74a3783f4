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

/// <summary>The API of tasks: read and claimed with a key, answered with the task's own token.</summary>
public sealed class TaskEndpoints(TaskAnswers answers, TaskPreviews previews, TaskClaims claims, TaskList list, Database database)
{
    private const string Address = "/api/v1/tasks";

    /// <summary>Nothing but a task's own token opens these, and it opens that one task.</summary>
    private const string ByToken = "asks for the task's own token, which its message brings";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(Address, (TaskEndpoints self, HttpContext context) => self.List(context))
            .Says("List what the application was asked to do, the newest first.")
            .Pages()
            .Reads("q", "part of a tenant's name, contact e-mail or id, or of a kind; or the whole id of a task")
            .Reads("state", "offered, accepted, running, done, failed, expired, cancelled or done_late")
            .Reads("kind", "the name of one operation")
            .Reads("run", "the run that gave them")
            .Reads("sort", $"{TaskFilter.Time} for the oldest first")
            .Answers<Page<TaskLine>>()
            .Needs(TaskRoutes.Permission);
        routes
            .MapGet(Address + "/{id}", (TaskEndpoints self, HttpContext context, string id) => self.One(context, id))
            .Says("Look at a task.")
            .Answers<TaskLine>()
            .Needs(TaskRoutes.Permission);
        routes
            .MapPost(Address + "/claim", (TaskEndpoints self, HttpContext context) => self.Claim(context))
            .Says(
                "Ask for tasks: the oldest that nobody has, and those of which nothing was heard for a minute. For an application that can't be reached, or has just started."
            )
            .Takes<Claimed>()
            .Answers<Page<TaskView>>()
            .Needs("task.carry");
        routes
            .MapPost(Address + "/{id}/accept", (TaskEndpoints self, HttpContext context, string id) => self.Accept(context, id))
            .Says("Take a task on, with its own token.")
            .Answers<TaskAnswer>()
            .ForAnyone(ByToken)
            .DisableAntiforgery(); // no browser has the token
        routes
            .MapPost(Address + "/{id}/progress", (TaskEndpoints self, HttpContext context, string id) => self.Progress(context, id))
            .Says("Say how far a task is, with its own token. The answer says whether it is to stop.")
            .Takes<Progressed>()
            .Answers<TaskAnswer>()
            .ForAnyone(ByToken)
            .DisableAntiforgery(); // no browser has the token
        routes
            .MapPost(Address + "/{id}/complete", (TaskEndpoints self, HttpContext context, string id) => self.Complete(context, id))
            .Says("Say that a task is done, with its own token. Said twice it counts once; after the deadline it is kept as done late.")
            .Takes<Completed>()
            .Answers<TaskAnswer>()
            .ForAnyone(ByToken)
            .DisableAntiforgery(); // no browser has the token
        routes
            .MapPost(Address + "/{id}/fail", (TaskEndpoints self, HttpContext context, string id) => self.Fail(context, id))
            .Says("Say that a task can't be done and nothing of it was, with its own token.")
            .Takes<Failed>()
            .Answers<TaskAnswer>()
            .ForAnyone(ByToken)
            .DisableAntiforgery(); // no browser has the token
    }

    /// <param name="Most">how many at once, 1 to 100</param>
    public sealed record Claimed(int Most = 10);

    /// <param name="Done">of <paramref name="Total"/>, in any measure</param>
    /// <param name="Note">for people, in a line</param>
    public sealed record Progressed(long? Done = null, long? Total = null, string? Note = null);

    /// <param name="Note">for people, in a line</param>
    /// <param name="Result">a small object, kept with the task</param>
    public sealed record Completed(string? Note = null, JsonElement? Result = null);

    /// <param name="Code">stable: small letters, digits and _</param>
    /// <param name="Message">for people: why</param>
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

/// <summary>How a task stands after what the application said of it.</summary>
/// <param name="IsCancelled">it is to stop, and to say so with <c>fail</c></param>
public sealed record TaskAnswer(string Id, TaskState State, bool IsCancelled, DateTimeOffset Deadline);

/// <summary>A task as the API shows it.</summary>
/// <param name="SubjectId">a tenant, or one of its people</param>
/// <param name="Offers">how often it was handed over</param>
/// <param name="Note">the application's last word</param>
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
