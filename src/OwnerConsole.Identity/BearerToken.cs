using Microsoft.AspNetCore.Http;

namespace OwnerConsole.Identity;

/// <summary>Reads the token in <c>Authorization: Bearer</c>: an API key or a task's token.</summary>
public static class BearerToken
{
    private const string Scheme = "Bearer ";

    /// <returns>Null when the header has no bearer token.</returns>
    public static string? Read(HttpContext context) =>
        context.Request.Headers.Authorization.ToString() is { } sent && sent.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? sent[Scheme.Length..].Trim()
            : null;
}
