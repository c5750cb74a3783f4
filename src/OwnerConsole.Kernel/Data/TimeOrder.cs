using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Kernel.Data;

/// <summary>Which way a list in the order of an instant goes: both ways its index has ready. The newest first, unless an address says otherwise.</summary>
public readonly record struct TimeOrder(bool IsOldestFirst)
{
    /// <param name="word">as the address says it; with a minus before it, or without any, the newest comes first</param>
    /// <exception cref="Problem">400: there is no such order</exception>
    public static TimeOrder Read(IQueryCollection query, string word) =>
        query.Text("sort") is not { } sort || sort == $"-{word}" ? default
        : sort == word ? new(IsOldestFirst: true)
        : throw Problem.Invalid("sort", $"must be one of {word}, -{word}.");

    /// <summary>What stands between a row's values and those of the last row of the page before.</summary>
    public string After => IsOldestFirst ? ">" : "<";

    public string By(params IEnumerable<string> columns)
    {
        var way = IsOldestFirst ? "" : " desc";
        return "order by " + string.Join(", ", columns.Select(column => column + way));
    }
}
