using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace OwnerConsole.Data;

/// <summary>One page of a list, as returned by the API.</summary>
/// <param name="NextCursor">Cursor of the next page; null on the last page.</param>
/// <param name="Total">A number, or "1000+" if counting further would be too expensive.</param>
public sealed record Page<T>(IReadOnlyList<T> Data, string? NextCursor, string? Total) : ICompleteList
{
    IResult ICompleteList.ToPageResult(int limit, string? cursor)
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
            Json.ResponseOptions
        );
    }
}

/// <summary>A complete list, of which one page is returned.</summary>
public interface ICompleteList
{
    /// <param name="cursor">Cursor of the previous page; null for the first page.</param>
    IResult ToPageResult(int limit, string? cursor);
}

/// <summary>Creates a page from its rows and one more, which shows that another page follows.</summary>
public static class Paging
{
    /// <summary>Maximum count; more is shown as 1000+.</summary>
    public const int MaxCounted = 1_000;

    /// <param name="after">Returns the cursor after a row.</param>
    public static Page<T> ToPage<T>(IReadOnlyList<T> rows, int limit, Func<T, string> after, string? total = null)
    {
        var data = rows.Count > limit ? [.. rows.Take(limit)] : rows;
        return new(data, rows.Count > limit ? after(data[^1]) : null, total);
    }

    /// <summary>Number of matches, reported on the first page only; not counted if all of them are on it.</summary>
    /// <param name="count">Counts all matches, up to one more than <see cref="MaxCounted"/>.</param>
    public static async Task<string?> Total<T>(IReadOnlyList<T> rows, int limit, string? cursor, Func<Task<int>> count) =>
        cursor is not null ? null : Total(rows.Count > limit ? await count() : rows.Count);

    /// <param name="found">Count of all matches, up to one more than <see cref="MaxCounted"/>.</param>
    public static string Total(int found) => found > MaxCounted ? $"{MaxCounted}+" : found.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Opaque cursor with the sort values of the last row, after which the next page starts.</summary>
public static class Cursor
{
    public static string Of(params string[] values) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(values)));

    /// <summary>Cursor for a list sorted by a timestamp and then by ids.</summary>
    public static string Of(DateTimeOffset at, params string[] ids) => Of([at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture), .. ids]);

    /// <exception cref="Problem">400: invalid cursor.</exception>
    public static (DateTimeOffset At, string Id) ReadInstant(string cursor) => ReadInstant(cursor, 1) is (var at, [var id]) ? (at, id) : throw UnknownCursor();

    /// <inheritdoc cref="ReadInstant(string)"/>
    public static (DateTimeOffset At, string[] Ids) ReadInstant(string cursor, int ids) =>
        Read(cursor, ids + 1) is [var at, .. var rest]
        && DateTimeOffset.TryParse(at, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? (instant, rest)
            : throw UnknownCursor();

    /// <inheritdoc cref="ReadInstant(string)"/>
    public static (DateTimeOffset At, long Number) ReadInstantAndNumber(string cursor) =>
        ReadInstant(cursor) is (var at, var id) && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (at, number)
            : throw UnknownCursor();

    /// <inheritdoc cref="ReadInstant(string)"/>
    public static long ReadNumber(string cursor) =>
        long.TryParse(Read(cursor, 1)[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw UnknownCursor();

    /// <exception cref="Problem">400: invalid cursor.</exception>
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
            // Handled below: the cursor is invented or truncated.
        }
        throw UnknownCursor();
    }

    private static Problem UnknownCursor() => Problem.Invalid("cursor", "must be a cursor returned by this list.");
}
