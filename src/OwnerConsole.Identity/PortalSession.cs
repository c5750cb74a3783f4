using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;

namespace OwnerConsole.Identity;

/// <summary>A user's session in the customer portal.</summary>
/// <param name="MemberId">Member as identified by the application; null when it doesn't identify the user.</param>
/// <param name="Scopes">What the session allows, of <see cref="PortalAccess.Scopes"/>.</param>
/// <param name="ReturnUrl">Target of the link back to the application; null for none.</param>
/// <param name="OpenedBy">API key that created the portal link.</param>
/// <param name="EndsAt">Time when the session ends, regardless of activity.</param>
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
    /// <summary>Name of the form field with the <see cref="FormToken"/>.</summary>
    public const string FormField = "form_token";

    /// <summary>Token in portal forms that prevents other sites from submitting them.</summary>
    public string FormToken { get; init; } = "";

    /// <summary>Requester of an action: the member, or the API key when the member is unknown.</summary>
    public string RequestedBy => MemberId ?? OpenedBy;

    public bool Can(string scope) => Scopes.Contains(scope, StringComparer.Ordinal);

    /// <returns>Null on a page of the console.</returns>
    public static PortalSession? Of(HttpContext context) => context.Items[typeof(PortalSession)] as PortalSession;

    /// <exception cref="Problem">404: the application doesn't identify the user.</exception>
    public static (string TenantId, string MemberId) MemberOf(HttpContext context) =>
        Of(context) is { MemberId: { } memberId } session ? (session.TenantId, memberId) : throw Problem.NotFound("member");
}
