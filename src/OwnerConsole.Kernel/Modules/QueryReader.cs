using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Modules;

/// <summary>Reads the query string. Invalid values are errors, never silently replaced by a default.</summary>
public static class QueryReader
{
    public static int Limit(this HttpRequest request, int usual = 50, int most = 500) =>
        Text(request, "limit") is not { } text ? usual
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit >= 1 && limit <= most ? limit
        : throw Problem.Invalid("limit", $"must be a number from 1 to {most}.");

    public static T? Word<T>(this HttpRequest request, string name)
        where T : struct, Enum => request.Query.Word<T>(name);

    public static T? Word<T>(this IQueryCollection query, string name)
        where T : struct, Enum
    {
        if (query.Text(name) is not { } text)
            return null;
        var words = Enum.GetValues<T>().Select(value => value.ToText()).ToList();
        return words.IndexOf(text) is var at and >= 0 ? Enum.GetValues<T>()[at] : throw Problem.Invalid(name, $"must be one of {string.Join(", ", words)}.");
    }

    /// <returns>True for <c>true</c>; false when missing.</returns>
    /// <exception cref="Problem">400 for values other than true and false.</exception>
    public static bool Flag(this HttpRequest request, string name) =>
        request.Query.Text(name) switch
        {
            null or "false" => false,
            "true" => true,
            _ => throw Problem.Invalid(name, "must be true or false."),
        };

    /// <returns>A whole number of at least 1; null when missing.</returns>
    public static int? Number(this IQueryCollection query, string name) =>
        query.Text(name) is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 ? number
        : throw Problem.Invalid(name, "must be a whole number of at least 1.");

    /// <returns>The last value when the parameter is given more than once.</returns>
    public static string? Text(this HttpRequest request, string name) => request.Query.Text(name);

    public static string? Text(this IQueryCollection query, string name) => query.Texts(name) is [.., var last] ? last : null;

    /// <returns>Search text of a list; null without a search.</returns>
    public static string? SearchText(this IQueryCollection query) => query.Text("q")?.Trim() is { Length: > 0 } text ? text : null;

    /// <returns>All values that are not empty.</returns>
    /// <exception cref="Problem">400 when a value contains a character that the database can't store.</exception>
    public static IReadOnlyList<string> Texts(this HttpRequest request, string name) => request.Query.Texts(name);

    /// <returns>All values, including empty ones.</returns>
    /// <exception cref="Problem">400 when a value contains a character that the database can't store.</exception>
    public static StringValues Values(this HttpRequest request, string name) => request.Query.Values(name);

    private static List<string> Texts(this IQueryCollection query, string name) =>
        [.. query.Values(name).OfType<string>().Where(text => text.Length > 0).Distinct(StringComparer.Ordinal)];

    private static StringValues Values(this IQueryCollection query, string name) =>
        query[name] is var values && values.Any(text => text?.Contains('\0', StringComparison.Ordinal) == true)
            ? throw Problem.Invalid(name, "contains a NUL character.")
            : values;

    /// <exception cref="Problem">400 for a parameter that the endpoint doesn't support.</exception>
    public static void RequireKnown(this HttpRequest request, params string[] names)
    {
        if (request.Query.Keys.FirstOrDefault(key => !names.Contains(key, StringComparer.Ordinal)) is { } unknown)
            throw Unknown(unknown, names);
    }

    /// <summary>Converts the list filters of a bulk operation to a query string, so that they are read like those of a URL.</summary>
    /// <param name="known">Names of the supported filters.</param>
    /// <param name="isKnown">Test for lists with an open set of filters.</param>
    /// <exception cref="Problem">400 for a filter that the list doesn't support.</exception>
    public static IQueryCollection ToQueryCollection(
        this IReadOnlyDictionary<string, string> query,
        IEnumerable<string> known,
        Func<string, bool>? isKnown = null
    )
    {
        isKnown ??= known.Contains;
        return query.Keys.FirstOrDefault(name => !isKnown(name)) is { } unknown
            ? throw Unknown($"query.{unknown}", known)
            : new QueryCollection(query.ToDictionary(pair => pair.Key, pair => new StringValues(pair.Value), StringComparer.Ordinal));
    }

    private static Problem Unknown(string name, IEnumerable<string> known) => Problem.Invalid(name, $"is unknown. Allowed: {string.Join(", ", known)}.");
}
