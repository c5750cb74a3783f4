using System.Globalization;
using Microsoft.AspNetCore.Http;
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
        where T : struct, Enum
    {
        if (Text(request, name) is not { } text)
            return null;
        var words = Enum.GetValues<T>().Select(value => value.ToText()).ToList();
        return words.IndexOf(text) is var at and >= 0 ? Enum.GetValues<T>()[at] : throw Problem.Invalid(name, $"is one of {string.Join(", ", words)}.");
    }

    public static string? Text(this HttpRequest request, string name) =>
        request.Query.TryGetValue(name, out var values) && values.Count > 0 && !string.IsNullOrEmpty(values[^1]) ? values[^1] : null;

    /// <exception cref="Problem">400 for a name that the endpoint doesn't know</exception>
    public static void Knows(this HttpRequest request, params string[] names)
    {
        if (request.Query.Keys.FirstOrDefault(key => !names.Contains(key, StringComparer.Ordinal)) is { } unknown)
            throw Problem.Invalid(unknown, $"is not known here. Known: {string.Join(", ", names)}.");
    }
}
