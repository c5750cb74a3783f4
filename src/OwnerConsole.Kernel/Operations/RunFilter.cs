using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Kernel.Operations;

/// <summary>Filter of a list of runs, shared by page, file and API.</summary>
/// <param name="Operation">Name of the operation.</param>
/// <param name="Search">Parsed search text.</param>
/// <param name="Cursor">Cursor of the previous page.</param>
public sealed record RunFilter(RunState? State = null, string? Operation = null, RunSearch? Search = null, string? Cursor = null, int Limit = 50)
{
    /// <summary>Name of the sort field in URLs.</summary>
    public const string StartTime = "started_at";

    /// <summary>Names of the query parameters.</summary>
    public static readonly IReadOnlyList<string> Known = ["q", "state", "operation"];

    public TimeOrder Order { get; init; }

    /// <exception cref="Problem">400 that names the invalid parameter.</exception>
    public static async Task<RunFilter> Read(IQueryCollection query, OperationCatalogue catalogue, UnitOfWork work) =>
        new(
            query.Word<RunState>("state"),
            query.Text("operation"),
            query.SearchText() is { } text ? await RunSearch.Find(text, catalogue, work) : null,
            query.Text("cursor")
        )
        {
            Order = TimeOrder.Read(query, StartTime),
        };

    internal string Sql =>
        Conditions.And(
            (State is not null, $"r.state = '{State?.ToText()}'"),
            (Operation is not null, "r.operation = @operation"),
            (Cursor is not null, $"(r.started_at, r.run_id) {Order.After} (select b.started_at, b.run_id from core.runs b where b.run_id = @last)")
        );

    internal object For(Caller caller) =>
        new
        {
            onlyTenant = caller.OnlyTenant,
            mode = caller.Mode,
            operation = Operation,
            operations = Search?.Operations ?? [],
            askers = Search?.Askers ?? [],
            ids = Search?.Ids ?? [],
            last = Cursor is null ? null : Data.Cursor.Read(Cursor, 1)[0],
            limit = Limit,
        };
}
