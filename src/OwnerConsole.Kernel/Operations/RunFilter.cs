using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Kernel.Operations;

/// <summary>Which runs are meant: the page, the file and the API read the same words and ask the same.</summary>
/// <param name="Operation">its name</param>
/// <param name="Sought">what a text means</param>
/// <param name="Cursor">where a page before ended</param>
public sealed record RunFilter(RunState? State = null, string? Operation = null, SoughtRuns? Sought = null, string? Cursor = null, int Limit = 50)
{
    /// <summary>By which the list is in order, as an address says it.</summary>
    public const string Time = "started_at";

    /// <summary>Parts of an address.</summary>
    public static readonly IReadOnlyList<string> Known = ["q", "state", "operation"];

    public TimeOrder Order { get; init; }

    /// <exception cref="Problem">400 that names the part it can't read</exception>
    public static async Task<RunFilter> Read(IQueryCollection query, Catalogue catalogue, Work work) =>
        new(
            query.Word<RunState>("state"),
            query.Text("operation"),
            query.Sought() is { } text ? await SoughtRuns.Find(text, catalogue, work) : null,
            query.Text("cursor")
        )
        {
            Order = TimeOrder.Read(query, Time),
        };

    /// <summary>Only what is asked of: the index that has the order decides how a page is found.</summary>
    internal string Sql =>
        $"""
            {(State is { } state ? $"and r.state = '{state.ToText()}'" : "")}
            {(Operation is null ? "" : "and r.operation = @operation")}
            {(Cursor is null ? "" : $"and (r.started_at, r.run_id) {Order.After} (select b.started_at, b.run_id from core.runs b where b.run_id = @last)")}
            """;

    internal object For(Caller caller) =>
        new
        {
            onlyTenant = caller.OnlyTenant,
            population = caller.Population,
            operation = Operation,
            operations = Sought?.Operations ?? [],
            askers = Sought?.Askers ?? [],
            ids = Sought?.Ids ?? [],
            last = Cursor is null ? null : Data.Cursor.Read(Cursor, 1)[0],
            limit = Limit,
        };
}
