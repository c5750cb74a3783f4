using System.Globalization;
using System.Text.Json;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Api;

/// <summary>Endpoints for operations: the catalogue, previews, runs, undo, and single calls for one tenant.</summary>
public static class OperationEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/operations", List).Says("List the available operations.").PagesWhole().Answers<Page<OperationView>>().Needs("operation.read");
        routes
            .MapPost("/api/v1/previews", MakePreview)
            .Says("Preview an operation without running it.")
            .Takes<PreviewRequest>()
            .Answers<PreviewView>(StatusCodes.Status201Created)
            .Needs("operation.read");
        routes.MapGet("/api/v1/previews/{id}", FindPreview).Says("Get a preview.").Answers<PreviewView>().Needs("operation.read");
        routes
            .MapPost("/api/v1/runs", StartRun)
            .Says("Run a previewed operation. Repeating the request does not run it again.")
            .Takes<RunRequest>()
            .Answers<RunView>(StatusCodes.Status201Created)
            .Needs("operation.read");
        routes
            .MapGet("/api/v1/runs", ListRuns)
            .Says("List runs, newest first.")
            .Pages()
            .Reads("q", "part of the operation's title or of the requester's name, or the full ID of a run")
            .Reads("state", "waiting_approval, queued, running, waiting, done, partly, failed, stopped or undone")
            .Reads("operation", "name of an operation")
            .Reads("sort", $"{RunFilter.Time} for oldest first")
            .Answers<Page<RunView>>()
            .Needs("operation.read");
        routes.MapGet("/api/v1/runs/{id}", FindRun).Says("Get a run with the results of its first 500 subjects.").Answers<RunView>().Needs("operation.read");
        routes
            .MapGet("/api/v1/runs/{id}/lines", ListLines)
            .Says("List the results of a run for each subject.")
            .Pages()
            .Reads("state", "done, refused, skipped, failed, waiting or undone")
            .Answers<Page<RunView.Line>>()
            .Needs("operation.read");
        routes
            .MapPost("/api/v1/runs/{id}/approve", Approve)
            .Says("Approve a run as its second approver.")
            .Takes<Approval>()
            .Answers<RunView>()
            .Needs("operation.read");
        routes
            .MapPost("/api/v1/runs/{id}/stop", Stop)
            .Says("Reject a run that is pending approval, or stop a running one after its current batch.")
            .Accepts(typeof(Refusal), isOptional: true, "application/json")
            .Answers<RunView>()
            .Needs("operation.read");
        routes.MapPost("/api/v1/runs/{id}/undo", Undo).Says("Undo a run.").Answers<RunView>(StatusCodes.Status201Created).Needs("operation.read");
        foreach (var operation in routes.ServiceProvider.GetRequiredService<Catalogue>().Own.Where(operation => operation.Is.Subject == "tenant"))
        {
            var name = operation.Is.Name;
            var verb = Verb(name);
            routes
                .MapPost(
                    $"/api/v1/tenants/{{id}}/{verb}",
                    (HttpContext context, string id, Previews previews, Runner runner) => DoOne(context, name, id, previews, runner)
                )
                .Says($"{operation.Is.Title}: preview and run it in one call.")
                .Accepts(operation.InputType, isOptional: true, "application/json")
                .Like(operation.ExampleInput)
                .Reads("preview", "true returns the preview without running it")
                .Answers<RunView>(StatusCodes.Status201Created)
                .Needs(name);
        }
    }

    /// <param name="Subjects">Up to 500 IDs, or <c>ext:</c> followed by your own ID.</param>
    /// <param name="Query">Selects everything that matches the list filters now, instead of subjects; <c>{}</c> matches all.</param>
    /// <param name="Retry">Retries the failed and unprocessed subjects of a run, instead of subjects.</param>
    /// <param name="Except">Up to 500 IDs to exclude from the query.</param>
    public sealed record PreviewRequest(
        string Operation,
        IReadOnlyList<string>? Subjects = null,
        IReadOnlyDictionary<string, string>? Query = null,
        string? Retry = null,
        IReadOnlyList<string>? Except = null,
        JsonElement? Input = null
    );

    /// <param name="Preview">ID of the preview.</param>
    /// <param name="Reason">Stored with the run and shown to approvers.</param>
    /// <param name="AllOrNothing">If true, nothing changes when one subject can't be processed.</param>
    /// <param name="Confirmation">Exactly the value that the preview returns in <c>confirmation</c>.</param>
    /// <param name="At">Start time within the next 28 days; omit it to start immediately.</param>
    public sealed record RunRequest(string Preview, string? Reason = null, bool AllOrNothing = false, string? Confirmation = null, DateTimeOffset? At = null);

    /// <param name="Reason">Stored with the run and sent to the requester.</param>
    public sealed record Refusal(string? Reason = null);

    /// <param name="Hash">Hash of the run as you retrieved it.</param>
    public sealed record Approval(string Hash);

    /// <summary>Last part of the address of a single-tenant call, such as <c>suspend</c> or <c>add_note</c>.</summary>
    /// <returns>The verb for tenant operations, such as <c>suspend</c>; verb and noun for others, such as <c>add_note</c> for <c>note.add</c>.</returns>
    public static string Verb(string name) => name.Split('.') is ["tenant", var verb] ? verb : string.Join('_', name.Split('.').Reverse());

    private static async Task<IResult> List(HttpContext context, Catalogue catalogue, InputFields fields)
    {
        var operations = catalogue.All.ToList();
        var all = await fields.Of(operations, context.RequestAborted);
        return Results.Json(new Page<OperationView>([.. operations.Zip(all, OperationView.Of)], null, null), Json.Answers);
    }

    private static async Task<IResult> MakePreview(HttpContext context, Previews previews)
    {
        var request = await Body.Json<PreviewRequest>(context, context.RequestAborted);
        var chosen = new Chosen(request.Subjects, request.Query, request.Retry, request.Except);
        var preview = await previews.Make(Caller.Of(context)!, request.Operation, chosen, request.Input ?? Json.Element(new { }), context.RequestAborted);
        return Results.Json(PreviewView.Of(preview), Json.Answers, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> FindPreview(HttpContext context, string id, Previews previews) =>
        Results.Json(PreviewView.Of(await previews.Find(Caller.Of(context)!, id, context.RequestAborted)), Json.Answers);

    private static async Task<IResult> StartRun(HttpContext context, Runner runner)
    {
        var body = await Body.Json(context, context.RequestAborted);
        var request = Json.Read<RunRequest>(body);
        var run = await runner.Start(
            Caller.Of(context)!,
            new(request.Preview, request.Reason, request.AllOrNothing, Confirmation: request.Confirmation) { At = request.At },
            Key(context, body),
            context.RequestAborted
        );
        return Results.Json(RunView.Of(run), Json.Answers, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> ListRuns(HttpContext context, Runs runs, Catalogue catalogue, Database database)
    {
        context.Request.Knows([.. RunFilter.Known, "sort", "cursor", "limit"]);
        await using var work = await database.Read(context.RequestAborted);
        var filter = await RunFilter.Read(context.Request.Query, catalogue, work) with { Limit = context.Request.Limit() };
        var found = await runs.List(Caller.Of(context)!, filter, work);
        return Results.Json(new Page<RunView>([.. found.Data.Select(RunView.Of)], found.NextCursor, null), Json.Answers);
    }

    private static async Task<IResult> FindRun(HttpContext context, string id, Runs runs) =>
        Results.Json(RunView.Of(await runs.Find(Caller.Of(context)!, id, context.RequestAborted)), Json.Answers);

    private static async Task<IResult> ListLines(HttpContext context, string id, Runs runs)
    {
        context.Request.Knows("state", "cursor", "limit");
        var limit = context.Request.Limit();
        var from =
            context.Request.Text("cursor") is not { } cursor ? 0
            : int.TryParse(Cursor.Read(cursor, 1)[0], NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place
            : throw Problem.Invalid("cursor", "must be a cursor returned by this list.");
        var run = await runs.Lines(Caller.Of(context)!, id, context.Request.Word<LineState>("state"), from, limit + 1, context.RequestAborted);
        var next = run.Lines.Count > limit ? Cursor.Of(run.Lines[limit].Place.ToString(CultureInfo.InvariantCulture)) : null;
        return Results.Json(new Page<RunView.Line>([.. RunView.Of(run).Lines.Take(limit)], next, null), Json.Answers);
    }

    private static async Task<IResult> Approve(HttpContext context, string id, Verdicts verdicts)
    {
        var approval = await Body.Json<Approval>(context, context.RequestAborted);
        return Results.Json(
            RunView.Of(await verdicts.Approve(Caller.Of(context)!, id, Hash(approval.Hash), proof: null, context.RequestAborted)),
            Json.Answers
        );
    }

    private static async Task<IResult> Stop(HttpContext context, string id, Verdicts verdicts)
    {
        var refusal = IsEmpty(context.Request) ? new() : await Body.Json<Refusal>(context, context.RequestAborted);
        return Results.Json(RunView.Of(await verdicts.Stop(Caller.Of(context)!, id, refusal.Reason, context.RequestAborted)), Json.Answers);
    }

    private static bool IsEmpty(HttpRequest request) => request.ContentType is null && request.ContentLength is null or 0;

    private static byte[] Hash(string text) =>
        text.Length == 64 && text.All(char.IsAsciiHexDigit)
            ? Convert.FromHexString(text)
            : throw Problem.Invalid("hash", "must be the hash of the run: 64 hex digits.");

    private static async Task<IResult> Undo(HttpContext context, string id, Runner runner) =>
        Results.Json(
            RunView.Of(await runner.Undo(Caller.Of(context)!, id, Key(context, null), context.RequestAborted)),
            Json.Answers,
            statusCode: StatusCodes.Status201Created
        );

    /// <summary>Previews and runs an operation in one call; <c>?preview=true</c> returns only the preview.</summary>
    private static async Task<IResult> DoOne(HttpContext context, string operation, string id, Previews previews, Runner runner)
    {
        context.Request.Knows("preview");
        var input = IsEmpty(context.Request) ? Json.Element(new { }) : await Body.Json(context, context.RequestAborted);
        var key = Key(context, input);
        var caller = Caller.Of(context)!;
        if (key is not null && await runner.Before(caller, key, context.RequestAborted) is { } before)
            return Results.Json(RunView.Of(before), Json.Answers, statusCode: StatusCodes.Status201Created);
        var preview = await previews.Make(caller, operation, Chosen.These(id), input, context.RequestAborted);
        if (context.Request.Query["preview"] == "true")
            return Results.Json(PreviewView.Of(preview), Json.Answers);
        var run = await runner.Start(caller, new(preview.PreviewId) { Seen = preview }, key, context.RequestAborted);
        return Results.Json(RunView.Of(run), Json.Answers, statusCode: StatusCodes.Status201Created);
    }

    private static IdempotencyKey? Key(HttpContext context, JsonElement? body) =>
        IdempotencyKey.Named(context.Request) is { } key ? IdempotencyKey.Of(key, $"{context.Request.Path}\n{body?.GetRawText()}") : null;
}
