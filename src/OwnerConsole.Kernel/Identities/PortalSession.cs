using Microsoft.AspNetCore.Http;

namespace OwnerConsole.Kernel.Identities;

/// <summary>Somebody of a tenant who looks at its own pages.</summary>
/// <param name="MemberId">who it is, as the application says; null when it doesn't</param>
/// <param name="Scopes">what they may do there, of <see cref="PortalDoor.Scopes"/></param>
/// <param name="ReturnUrl">where the page leads back to; null for nowhere</param>
/// <param name="OpenedBy">the key that let them in</param>
/// <param name="EndsAt">whatever they do until then</param>
public sealed record PortalSession(
    string PortalId,
    string TenantId,
    string TenantName,
    string? MemberId,
    IReadOnlyList<string> Scopes,
    string? ReturnUrl,
    string OpenedBy,
    DateTimeOffset EndsAt
)
{
    /// <summary>The field of a form that carries <see cref="FormToken"/>.</summary>
    public const string FormField = "form_token";

    /// <summary>What a form of these pages carries, so that no other site can send it.</summary>
    public string FormToken { get; init; } = "";

    /// <summary>Whoever asks for something here: the person, or the key that didn't say who it is.</summary>
    public string Asker => MemberId ?? OpenedBy;

    public bool May(string scope) => Scopes.Contains(scope, StringComparer.Ordinal);

    /// <returns>null on a page of the console</returns>
    public static PortalSession? Of(HttpContext context) => context.Items[typeof(PortalSession)] as PortalSession;
}
