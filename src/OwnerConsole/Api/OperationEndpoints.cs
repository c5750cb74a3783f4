using System.Globalization;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Api;

/// <summary>Endpoints for operations: the catalogue, previews, runs, undo, and single calls for one tenant.</summary>
public static class OperationEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/api/v1/operations", List)
            .WithSummary("List the available operations.")
            .WithListPaging()
            .Produces<Page<OperationView>>()
            .RequirePermission("operation.read");
        routes
            .MapPost("/api/v1/previews", MakePreview)
            .WithSummary("Preview an operation without running it.")
            .AcceptsJson<PreviewRequest>()
            .Produces<PreviewView>(StatusCodes.Status201Created)
            .RequirePermission("operation.read");
        routes.MapGet("/api/v1/previews/{id}", FindPreview).WithSummary("Get a preview.").Produces<PreviewView>().RequirePermission("operation.read");
        routes
            .MapPost("/api/v1/runs", StartRun)
            .WithSummary("Run a previewed operation. Repeating the request does not run it again.")
            .AcceptsJson<RunRequest>()
            .Produces<RunView>(StatusCodes.Status201Created)
            .RequirePermission("operation.read");
        routes
            .MapGet("/api/v1/runs", ListRuns)
            .WithSummary("List runs, newest first.")
            .WithPaging()
            .WithQueryParameter("q", "Part of the operation's title or of the requester's name, or the full ID of a run.")
            .WithQueryParameter("state", "State of the run.", QueryType.OneOf<RunState>())
            .WithQueryParameter("operation", "Name of an operation.")
            .WithQueryParameter("sort", "The oldest first, or with a minus the newest first.", QueryType.SortOf(RunFilter.StartTime))
            .Produces<Page<RunView>>()
            .RequirePermission("operation.read");
        routes
            .MapGet("/api/v1/runs/{id}", FindRun)
            .WithSummary("Get a run with the results of its first 500 subjects.")
            .Produces<RunView>()
            .RequirePermission("operation.read");
        routes
            .MapGet("/api/v1/runs/{id}/lines", ListLines)
            .WithSummary("List the results of a run for each subject.")
            .WithPaging()
            .WithQueryParameter("state", "State of the result.", QueryType.OneOf<RunLineState>())
            .Produces<Page<RunView.Line>>()
            .RequirePermission("operation.read");
        routes
            .MapPost("/api/v1/runs/{id}/approve", Approve)
            .WithSummary("Approve a run as its second approver.")
            .AcceptsJson<ApprovalRequest>()
            .Produces<RunView>()
            .RequirePermission("operation.read");
        routes
            .MapPost("/api/v1/runs/{id}/stop", Stop)
            .WithSummary("Reject a run that is pending approval, or stop a running one after its current batch.")
            .Accepts(typeof(StopRequest), isOptional: true, "application/json")
            .Produces<RunView>()
            .RequirePermission("operation.read");
        routes
            .MapPost("/api/v1/runs/{id}/undo", Undo)
            .WithSummary("Undo a run.")
            .Produces<RunView>(StatusCodes.Status201Created)
            .RequirePermission("operation.read");
        foreach (
            var operation in routes.ServiceProvider.GetRequiredService<OperationCatalogue>().Own.Where(operation => operation.Definition.Subject == "tenant")
        )
        {
            var name = operation.Definition.Name;
            var verb = Verb(name);
            routes
                .MapPost(
                    $"/api/v1/tenants/{{id}}/{verb}",
                    (HttpContext context, string id, Previews previews, OperationCatalogue catalogue, Runner runner) =>
                        RunForOne(context, name, id, previews, catalogue, runner)
                )
                .WithSummary($"{operation.Definition.Title}: preview and run it in one call.")
                .Accepts(operation.InputType, isOptional: true, "application/json")
                .WithBodyExample(operation.ExampleInput)
                .WithQueryParameter("preview", "Set to true to get the preview without running it.", QueryType.Boolean)
                .Produces<PreviewView>()
                .Produces<RunView>(StatusCodes.Status201Created)
                .RequirePermission(name);
        }
    }

    /// <param name="Operation">Name of the operation.</param>
    /// <param name="Subjects">Up to 500 IDs, or <c>ext:</c> followed by your own ID.</param>
    /// <param name="Query">Selects everything that matches the list filters now, up to 100,000, instead of subjects; <c>{}</c> matches all.</param>
    /// <param name="Retry">Retries the failed and unprocessed subjects of a run, instead of subjects.</param>
    /// <param name="Except">Up to 500 IDs to exclude from the query.</param>
    /// <param name="Input">Input of the operation, as its schema in the catalogue describes.</param>
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
    public sealed record StopRequest(string? Reason = null);

    /// <param name="Hash">Hash of the run as you retrieved it.</param>
    public sealed record ApprovalRequest(string Hash);

    /// <summary>Last part of the address of a single-tenant call, such as <c>suspend</c> or <c>add_note</c>.</summary>
    /// <returns>The verb for tenant operations, such as <c>suspend</c>; verb and noun for others, such as <c>add_note</c> for <c>note.add</c>.</returns>
    public static string Verb(string name) => name.Split('.') is ["tenant", var verb] ? verb : string.Join('_', name.Split('.').Reverse());

    private static async Task<IResult> List(HttpContext context, OperationCatalogue catalogue, InputFields fields)
    {
        var operations = catalogue.All.ToList();
        var all = await fields.Of(operations, context.RequestAborted);
        return Results.Json(new Page<OperationView>([.. operations.Zip(all, OperationView.Of)], null, null), Json.ResponseOptions);
    }

    private static async Task<IResult> MakePreview(HttpContext context, Previews previews, OperationCatalogue catalogue)
    {
        var request = await RequestBody.ReadJson<PreviewRequest>(context, context.RequestAborted);
        if (request.Query?.FirstOrDefault(filter => filter.Value.Length == 0).Key is { } unset) // ignoring it would select every subject
            throw Problem.Invalid($"query.{unset}", "must not be empty. Leave the filter out to select all.");
        var chosen = new TargetSelection(request.Subjects, request.Query, request.Retry, request.Except);
        var preview = await previews.Create(Caller.Of(context)!, request.Operation, chosen, request.Input ?? Json.Element(new { }), context.RequestAborted);
        return Results.Json(View(preview, catalogue, context), Json.ResponseOptions, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> FindPreview(HttpContext context, string id, Previews previews, OperationCatalogue catalogue) =>
        Results.Json(View(await previews.Find(Caller.Of(context)!, id, context.RequestAborted), catalogue, context), Json.ResponseOptions);

    private static PreviewView View(Preview preview, OperationCatalogue catalogue, HttpContext context) =>
        PreviewView.Of(preview, catalogue.Find(preview.Operation).Definition, Caller.Of(context)!);

    private static async Task<IResult> StartRun(HttpContext context, Runner runner)
    {
        var body = await RequestBody.ReadJson(context, context.RequestAborted);
        var request = Json.Read<RunRequest>(body);
        var run = await runner.Start(
            Caller.Of(context)!,
            new(request.Preview, request.Reason, request.AllOrNothing, Confirmation: request.Confirmation) { At = request.At },
            Key(context, body),
            context.RequestAborted
        );
        return Results.Json(RunView.Of(run), Json.ResponseOptions, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> ListRuns(HttpContext context, Runs runs, OperationCatalogue catalogue, Database database)
    {
        context.Request.RequireKnown([.. RunFilter.Known, "sort", "cursor", "limit"]);
        await using var work = await database.Read(context.RequestAborted);
        var filter = await RunFilter.Read(context.Request.Query, catalogue, work) with { Limit = context.Request.Limit() };
        var found = await runs.List(Caller.Of(context)!, filter, work);
        return Results.Json(new Page<RunView>([.. found.Data.Select(RunView.Of)], found.NextCursor, null), Json.ResponseOptions);
    }

    private static async Task<IResult> FindRun(HttpContext context, string id, Runs runs) =>
        Results.Json(RunView.Of(await runs.Find(Caller.Of(context)!, id, context.RequestAborted)), Json.ResponseOptions);

    private static async Task<IResult> ListLines(HttpContext context, string id, Runs runs)
    {
        context.Request.RequireKnown("state", "cursor", "limit");
        var limit = context.Request.Limit();
        var from =
            context.Request.Text("cursor") is not { } cursor ? 0
            : int.TryParse(Cursor.Read(cursor, 1)[0], NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place
            : throw Problem.Invalid("cursor", "must be a cursor returned by this list.");
        var run = await runs.Lines(Caller.Of(context)!, id, context.Request.Word<RunLineState>("state"), from, limit + 1, context.RequestAborted);
        var next = run.Lines.Count > limit ? Cursor.Of(run.Lines[limit].Place.ToString(CultureInfo.InvariantCulture)) : null;
        return Results.Json(new Page<RunView.Line>([.. RunView.Of(run).Lines.Take(limit)], next, null), Json.ResponseOptions);
    }

    private static async Task<IResult> Approve(HttpContext context, string id, RunApprovals verdicts)
    {
        var approval = await RequestBody.ReadJson<ApprovalRequest>(context, context.RequestAborted);
        return Results.Json(
            RunView.Of(await verdicts.Approve(Caller.Of(context)!, id, Hash(approval.Hash), proof: null, context.RequestAborted)),
            Json.ResponseOptions
        );
    }

    private static async Task<IResult> Stop(HttpContext context, string id, RunApprovals verdicts)
    {
        var refusal = IsEmpty(context.Request) ? new() : await RequestBody.ReadJson<StopRequest>(context, context.RequestAborted);
        return Results.Json(RunView.Of(await verdicts.Stop(Caller.Of(context)!, id, refusal.Reason, context.RequestAborted)), Json.ResponseOptions);
    }

    private static bool IsEmpty(HttpRequest request) => request.ContentType is null && request.ContentLength is null or 0;

    private static byte[] Hash(string text) =>
        text.Length == 64 && text.All(char.IsAsciiHexDigit)
            ? Convert.FromHexString(text)
            : throw Problem.Invalid("hash", "must be the hash of the run: 64 hex digits.");

    private static async Task<IResult> Undo(HttpContext context, string id, Runner runner) =>
        Results.Json(
            RunView.Of(await runner.Undo(Caller.Of(context)!, id, Key(context, null), context.RequestAborted)),
            Json.ResponseOptions,
            statusCode: StatusCodes.Status201Created
        );

    /// <summary>Previews and runs an operation in one call; <c>?preview=true</c> returns only the preview.</summary>
    private static async Task<IResult> RunForOne(
        HttpContext context,
        string operation,
        string id,
        Previews previews,
        OperationCatalogue catalogue,
        Runner runner
    )
    {
        context.Request.RequireKnown("preview");
        var isPreview = context.Request.Flag("preview");
        var input = IsEmpty(context.Request) ? Json.Element(new { }) : await RequestBody.ReadJson(context, context.RequestAborted);
        var key = Key(context, input);
        var caller = Caller.Of(context)!;
        if (key is not null && await runner.FindEarlier(caller, key, context.RequestAborted) is { } before)
            return Results.Json(RunView.Of(before), Json.ResponseOptions, statusCode: StatusCodes.Status201Created);
        var preview = await previews.Create(caller, operation, TargetSelection.Of(id), input, context.RequestAborted);
        if (isPreview)
            return Results.Json(View(preview, catalogue, context), Json.ResponseOptions);
        var run = await runner.Start(caller, new(preview.PreviewId) { LoadedPreview = preview }, key, context.RequestAborted);
        return Results.Json(RunView.Of(run), Json.ResponseOptions, statusCode: StatusCodes.Status201Created);
    }

    private static IdempotencyKey? Key(HttpContext context, JsonElement? body) =>
        IdempotencyKey.ReadHeader(context.Request) is { } key ? IdempotencyKey.Of(key, $"{context.Request.Path}\n{body?.GetRawText()}") : null;
}
