using System.Text.Json;

namespace OwnerConsole.Data;

/// <summary>A rejected request. The API returns it as problem+json, pages show it as a sentence.</summary>
/// <param name="code">Stable code in snake_case, for programs.</param>
/// <param name="detail">Message that says what to do.</param>
public sealed class Problem(int status, string code, string detail, IReadOnlyDictionary<string, string[]>? errors = null) : Exception(detail)
{
    public int Status { get; } = status;
    public string Code { get; } = code;

    /// <summary>Whether the content of the request is the cause, so that its form can be shown again with the message.</summary>
    public bool IsAboutContent => Status is 400 or 404 or 409 or 422;

    /// <summary>Time until a retry can succeed; null when a retry alone never will.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Errors by field name, as the caller wrote it.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; } = errors;

    /// <summary>Ids that were requested and not found.</summary>
    public IReadOnlyList<string> Asked { get; init; } = [];

    /// <summary>The permission that the caller lacks; null for other problems.</summary>
    public string? MissingPermission { get; init; }

    /// <summary>Further fields of the response, for programs; a JSON object.</summary>
    public JsonElement? Extensions { get; init; }

    /// <returns>The same problem with another message.</returns>
    public Problem WithDetail(string detail) =>
        new(Status, Code, detail, Errors)
        {
            RetryAfter = RetryAfter,
            Asked = Asked,
            What = What,
            MissingPermission = MissingPermission,
            Extensions = Extensions,
        };

    /// <summary>Kind of the missing subject, such as tenant; null for subjects without an id.</summary>
    public string? What { get; init; }

    /// <param name="says">Message that names the missing permission and its holder.</param>
    public static Problem Forbidden(string permission, string says) => new(403, "forbidden", says) { MissingPermission = permission };

    /// <summary>The caller is limited to test data or to some tenants, and the request affects the whole platform.</summary>
    public static Problem WholePlatform(Caller caller) =>
        WholePlatform(
            caller.Kind is CallerKind.Key
                ? "This affects the whole platform. Keys for test data or a single tenant can't use it. Create a live key for all tenants."
                : "This affects the whole platform, but your role has access to some tenants only. Ask an owner."
        );

    /// <inheritdoc cref="WholePlatform(Caller)"/>
    /// <param name="says">Message that names what affects the whole platform.</param>
    public static Problem WholePlatform(string says) => new(403, "whole_platform", says);

    /// <param name="asked">The requested ids.</param>
    public static Problem NotFound(string what, params IReadOnlyList<string> asked) =>
        new(404, "not_found", $"No {what} has this id.") { Asked = asked, What = what };

    public static Problem Invalid(string field, string why) => new(400, "invalid", $"{field}: {why}", new Dictionary<string, string[]> { [field] = [why] });
}
