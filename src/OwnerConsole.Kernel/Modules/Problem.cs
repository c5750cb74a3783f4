using System.Text.Json;

namespace OwnerConsole.Kernel.Modules;

/// <summary>A request that can't be carried out, in the caller's words: problem+json for the API, a sentence on a page.</summary>
/// <param name="code">stable, snake_case: what a program decides on</param>
/// <param name="detail">says what to do</param>
public sealed class Problem(int status, string code, string detail, IReadOnlyDictionary<string, string[]>? errors = null) : Exception(detail)
{
    public int Status { get; } = status;
    public string Code { get; } = code;

    /// <summary>When the same again may succeed; null where it never will by itself.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What is wrong, by the name of the field as the caller wrote it.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; } = errors;

    /// <summary>What was named and not found.</summary>
    public IReadOnlyList<string> Asked { get; init; } = [];

    /// <summary>The permission that the caller lacks; null when it is about something else.</summary>
    public string? Missing { get; init; }

    /// <summary>Further members of the answer, for a program that goes on by them; a JSON object.</summary>
    public JsonElement? Further { get; init; }

    /// <returns>the same, said in other words</returns>
    public Problem With(string detail) =>
        new(Status, Code, detail, Errors)
        {
            RetryAfter = RetryAfter,
            Asked = Asked,
            What = What,
            Missing = Missing,
            Further = Further,
        };

    /// <summary>What was named, such as a tenant; null for what has no id of its own.</summary>
    public string? What { get; init; }

    /// <param name="says">which permission is missing, and whose</param>
    public static Problem Forbidden(string permission, string says) => new(403, "forbidden", says) { Missing = permission };

    /// <param name="asked">the ids that were named</param>
    public static Problem NotFound(string what, params IReadOnlyList<string> asked) =>
        new(404, "not_found", $"There is no {what} with this id.") { Asked = asked, What = what };

    public static Problem Invalid(string field, string why) => new(400, "invalid", $"{field}: {why}", new Dictionary<string, string[]> { [field] = [why] });
}
