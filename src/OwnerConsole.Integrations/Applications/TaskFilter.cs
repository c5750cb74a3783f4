using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Integrations.Applications;

/// <summary>The filter of a list of tasks, limited to tenants that the caller can see.</summary>
/// <param name="Kind">Name of an operation.</param>
/// <param name="RunId">Run that created the tasks.</param>
/// <param name="Search">Resolved search text.</param>
/// <param name="Cursor">Position where the previous page ended.</param>
public sealed record TaskFilter(
    Caller Caller,
    Mode Mode,
    TaskState? State = null,
    string? Kind = null,
    string? RunId = null,
    TaskSearch? Search = null,
    string? Cursor = null,
    int Limit = 50
)
{
    /// <summary>Name of the sort order in the query string.</summary>
    public const string Time = "offered_at";

    /// <summary>Query parameters of the filter.</summary>
    public static readonly IReadOnlyList<string> ParameterNames = ["q", "state", "kind", "run"];

    public TimeOrder Order { get; init; }

    public static string Word(TaskState state) =>
        state switch
        {
            TaskState.Offered => "Offered",
            TaskState.Accepted => "Accepted",
            TaskState.Running => "Running",
            TaskState.Done => "Done",
            TaskState.Failed => "Failed",
            TaskState.Expired => "Timed out",
            TaskState.Cancelled => "Cancelled",
            _ => "Done late",
        };

    public static ListAddress Address(HttpRequest request) => ListAddress.Of(TaskRoutes.Address, request, ParameterNames.Contains);

    /// <exception cref="Problem">400 that names the invalid parameter.</exception>
    public static async Task<TaskFilter> Read(IQueryCollection query, Caller caller, UnitOfWork work) =>
        new(
            caller,
            await Modes.Shown(caller, work),
            query.Word<TaskState>("state"),
            query.Text("kind"),
            query.Text("run"),
            query.SearchText() is { } text ? await TaskSearch.Find(text, caller, work) : null,
            query.Text("cursor")
        )
        {
            Order = TimeOrder.Read(query, Time),
        };

    internal string Where =>
        "where t.mode = @mode"
        + Conditions.And(
            (Caller.OnlyTenant is not null, "t.tenant_id = @onlyTenant"),
            (State is not null, $"t.state = '{State?.ToText()}'"),
            (Kind is not null, "t.kind = @kind"),
            (RunId is not null, "t.run_id = @runId"),
            (Cursor is not null, $"(t.offered_at, t.task_id) {Order.After} (@lastAt, @lastId)")
        );

    internal object Arguments
    {
        get
        {
            var (lastAt, lastId) = Cursor is null ? default : OwnerConsole.Data.Cursor.ReadInstant(Cursor);
            return new
            {
                mode = Mode,
                onlyTenant = Caller.OnlyTenant,
                kind = Kind,
                runId = RunId,
                tenants = Search?.Tenants ?? [],
                kinds = Search?.Kinds ?? [],
                ids = Search?.Ids ?? [],
                lastAt,
                lastId,
                limit = Limit,
            };
        }
    }
}
