using Microsoft.AspNetCore.Http;

namespace OwnerConsole.Kernel.Identities;

/// <summary>What stands behind <c>Authorization: Bearer</c>: an API key, or a task's own token.</summary>
public static class Bearer
{
    private const string Scheme = "Bearer ";

    /// <returns>null when nothing of the kind was sent</returns>
    public static string? Of(HttpContext context) =>
        context.Request.Headers.Authorization.ToString() is { } sent && sent.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? sent[Scheme.Length..].Trim()
            : null;
}
