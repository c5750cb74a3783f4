using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Kernel.Data;

/// <summary>One page of a list, as the API answers it.</summary>
/// <param name="NextCursor">null on the last page</param>
/// <param name="Total">a number, or "1000+" when counting further would cost more than it tells</param>
public sealed record Page<T>(IReadOnlyList<T> Data, string? NextCursor, string? Total) : IWholeList
{
    IResult IWholeList.Answer(int limit, string? cursor)
    {
        var first = cursor is null ? 0 : (int)Math.Min(Cursor.ReadNumber(cursor), Data.Count);
        var rest = Data.Count - first;
        return Results.Json(
            this with
            {
                Data = [.. Data.Skip(first).Take(limit)],
                NextCursor = rest > limit ? Cursor.Of((first + limit).ToString(CultureInfo.InvariantCulture)) : null,
                Total = Total ?? (limit == int.MaxValue || cursor is not null ? null : Paging.Total(Data.Count)),
            },
            Json.Answers
        );
    }
}

/// <summary>All of a list, of which one page is answered.</summary>
public interface IWholeList
{
    /// <param name="cursor">of the page before; null for the first</param>
    IResult Answer(int limit, string? cursor);
}

/// <summary>A page out of its rows and of one more, which was read to know whether another page follows.</summary>
public static class Paging
{
    /// <summary>Counting stops here; more is shown as 1000+.</summary>
    public const int MostCounted = 1_000;

    /// <param name="after">the cursor after a row</param>
    public static Page<T> Cut<T>(IReadOnlyList<T> rows, int limit, Func<T, string> after, string? total = null)
    {
        var data = rows.Count > limit ? [.. rows.Take(limit)] : rows;
        return new(data, rows.Count > limit ? after(data[^1]) : null, total);
    }

    /// <summary>How many match, which the first page alone says; where all of them stand on it, nothing is counted.</summary>
    /// <param name="count">of all pages, up to one more than <see cref="MostCounted"/></param>
    public static async Task<string?> Total<T>(IReadOnlyList<T> rows, int limit, string? cursor, Func<Task<int>> count) =>
        cursor is not null ? null : Total(rows.Count > limit ? await count() : rows.Count);

    /// <param name="found">of all pages, counted up to one more than <see cref="MostCounted"/></param>
    public static string Total(int found) => found > MostCounted ? $"{MostCounted}+" : found.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Where the next page starts: the sort values of the last row, opaque to the caller.</summary>
public static class Cursor
{
    public static string Of(params string[] values) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(values)));

    /// <summary>Of a list in the order of an instant and, where that is the same, of ids.</summary>
    public static string Of(DateTimeOffset at, params string[] ids) => Of([at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture), .. ids]);

    /// <exception cref="Problem">400: not one of ours</exception>
    public static (DateTimeOffset At, string Id) ReadInstant(string cursor) => ReadInstant(cursor, 1) is (var at, [var id]) ? (at, id) : throw Foreign();

    /// <inheritdoc cref="ReadInstant(string)"/>
    public static (DateTimeOffset At, string[] Ids) ReadInstant(string cursor, int ids) =>
        Read(cursor, ids + 1) is [var at, .. var rest]
        && DateTimeOffset.TryParse(at, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? (instant, rest)
            : throw Foreign();

    /// <inheritdoc cref="ReadInstant(string)"/>
    public static (DateTimeOffset At, long Number) ReadInstantAndNumber(string cursor) =>
        ReadInstant(cursor) is (var at, var id) && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (at, number)
            : throw Foreign();

    /// <inheritdoc cref="ReadInstant(string)"/>
    public static long ReadNumber(string cursor) =>
        long.TryParse(Read(cursor, 1)[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Foreign();

    /// <exception cref="Problem">400: not one of ours</exception>
    public static string[] Read(string cursor, int values)
    {
        try
        {
            var read = JsonSerializer.Deserialize<string[]>(Base64Url.DecodeFromChars(cursor));
            if (read?.Length == values)
                return read;
        }
        catch (Exception error) when (error is FormatException or JsonException)
        {
            // Answered below: the caller made it up or cut it.
        }
        throw Foreign();
    }

    private static Problem Foreign() => Problem.Invalid("cursor", "must be a cursor returned by this list.");
}
