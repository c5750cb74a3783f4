using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Modules;

/// <summary>Direction of a list sorted by a timestamp; its index supports both. Newest first by default.</summary>
public readonly record struct TimeOrder(bool IsOldestFirst)
{
    /// <param name="word">Name of the sort field in the URL; with a minus sign or by default, newest first.</param>
    /// <exception cref="Problem">400: unknown sort order.</exception>
    public static TimeOrder Read(IQueryCollection query, string word) =>
        query.Text("sort") is not { } sort || sort == $"-{word}" ? default
        : sort == word ? new(IsOldestFirst: true)
        : throw Problem.Invalid("sort", $"must be one of {word}, -{word}.");

    /// <summary>Comparison operator between a row's values and the last row of the previous page.</summary>
    public string After => IsOldestFirst ? ">" : "<";

    public string By(params IEnumerable<string> columns)
    {
        var way = IsOldestFirst ? "" : " desc";
        return "order by " + string.Join(", ", columns.Select(column => column + way));
    }
}
