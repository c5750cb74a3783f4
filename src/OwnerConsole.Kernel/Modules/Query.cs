using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Modules;

/// <summary>Reads a query string; what can't be read is an error of the caller, never a default in silence.</summary>
public static class Query
{
    public static int Limit(this HttpRequest request, int usual = 50, int most = 500) =>
        Text(request, "limit") is not { } text ? usual
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit >= 1 && limit <= most ? limit
        : throw Problem.Invalid("limit", $"is a number from 1 to {most}.");

    public static T? Word<T>(this HttpRequest request, string name)
        where T : struct, Enum => request.Query.Word<T>(name);

    public static T? Word<T>(this IQueryCollection query, string name)
        where T : struct, Enum
    {
        if (query.Text(name) is not { } text)
            return null;
        var words = Enum.GetValues<T>().Select(value => value.ToText()).ToList();
        return words.IndexOf(text) is var at and >= 0 ? Enum.GetValues<T>()[at] : throw Problem.Invalid(name, $"is one of {string.Join(", ", words)}.");
    }

    /// <returns>whether it is <c>true</c>; not when it isn't given</returns>
    /// <exception cref="Problem">400 for anything but true and false</exception>
    public static bool Flag(this HttpRequest request, string name) =>
        request.Query.Text(name) switch
        {
            null or "false" => false,
            "true" => true,
            _ => throw Problem.Invalid(name, "is true or false."),
        };

    /// <returns>a whole number of 1 or more; null when it isn't given</returns>
    public static int? Number(this IQueryCollection query, string name) =>
        query.Text(name) is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 ? number
        : throw Problem.Invalid(name, "is a whole number of 1 or more.");

    /// <returns>the last one, when it is given more than once</returns>
    public static string? Text(this HttpRequest request, string name) => request.Query.Text(name);

    public static string? Text(this IQueryCollection query, string name) => query.Texts(name) is [.., var last] ? last : null;

    /// <returns>what a list is searched for; null when it isn't</returns>
    public static string? Sought(this IQueryCollection query) => query.Text("q")?.Trim() is { Length: > 0 } text ? text : null;

    /// <returns>each that is given, empty ones left out</returns>
    /// <exception cref="Problem">400: it holds what no text of the database can</exception>
    public static IReadOnlyList<string> Texts(this HttpRequest request, string name) => request.Query.Texts(name);

    /// <returns>each that is given, empty ones too</returns>
    /// <exception cref="Problem">400: it holds what no text of the database can</exception>
    public static StringValues Values(this HttpRequest request, string name) => request.Query.Values(name);

    private static List<string> Texts(this IQueryCollection query, string name) =>
        [.. query.Values(name).OfType<string>().Where(text => text.Length > 0).Distinct(StringComparer.Ordinal)];

    private static StringValues Values(this IQueryCollection query, string name) =>
        query[name] is var values && values.Any(text => text?.Contains('\0', StringComparison.Ordinal) == true)
            ? throw Problem.Invalid(name, "has a character that is none.")
            : values;

    /// <exception cref="Problem">400 for a name that the endpoint doesn't know</exception>
    public static void Knows(this HttpRequest request, params string[] names)
    {
        if (request.Query.Keys.FirstOrDefault(key => !names.Contains(key, StringComparer.Ordinal)) is { } unknown)
            throw Unknown(unknown, names);
    }

    /// <summary>The filters of a list as what is done to all that match says them, to be read as those of an address.</summary>
    /// <param name="known">names of filters</param>
    /// <param name="isKnown">where a list knows more of them than can be named</param>
    /// <exception cref="Problem">400 for one that the list doesn't know</exception>
    public static IQueryCollection Asked(this IReadOnlyDictionary<string, string> query, IEnumerable<string> known, Func<string, bool>? isKnown = null)
    {
        isKnown ??= known.Contains;
        return query.Keys.FirstOrDefault(name => !isKnown(name)) is { } unknown
            ? throw Unknown($"query.{unknown}", known)
            : new QueryCollection(query.ToDictionary(pair => pair.Key, pair => new StringValues(pair.Value), StringComparer.Ordinal));
    }

    private static Problem Unknown(string name, IEnumerable<string> known) => Problem.Invalid(name, $"is not known here. Known: {string.Join(", ", known)}.");
}
