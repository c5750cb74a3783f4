using System.Globalization;
using System.Security.Claims;

namespace StudioApp.SignIns;

/// <summary>The signed-in user, from the cookie.</summary>
/// <param name="Visit">ID of the visit; null during impersonation.</param>
/// <param name="Impersonation">Null without impersonation.</param>
public sealed record SignedInUser(string Person, string Studio, string Role, string Name, string? Visit, ActiveImpersonation? Impersonation)
{
    public const string Scheme = "studio",
        Staff = "staff";

    public bool IsStaff => Role is not People.StudioPerson.Client;

    /// <summary>Creates the visitor for a normal sign-in.</summary>
    public static SignedInUser Begin(People.StudioPerson person, string visit) =>
        new(person.Id, person.StudioId, person.Role, person.Name, visit, Impersonation: null);

    public static SignedInUser? Of(HttpContext context) => Of(context.User);

    public static SignedInUser? Of(ClaimsPrincipal? claims) =>
        claims?.Identity is { IsAuthenticated: true }
            ? new(
                Claim(claims, "sub")!, // each of these is written below
                Claim(claims, "studio")!,
                Claim(claims, "role")!,
                Claim(claims, "name")!,
                Claim(claims, "visit"),
                Claim(claims, "impersonation") is { } id
                    ? new(
                        id,
                        Claim(claims, "actor")!,
                        Claim(claims, "reason")!,
                        Claim(claims, "scope") == "full",
                        Claim(claims, "blocked")!,
                        DateTimeOffset.Parse(Claim(claims, "ends")!, CultureInfo.InvariantCulture)
                    )
                    : null
            )
            : null;

    public ClaimsPrincipal Principal()
    {
        var claims = new List<Claim> { new("sub", Person), new("studio", Studio), new("role", Role), new("name", Name) };
        if (Visit is not null)
            claims.Add(new("visit", Visit));
        if (Impersonation is { } other)
            claims.AddRange([
                new("impersonation", other.Id),
                new("actor", other.Actor),
                new("reason", other.Reason),
                new("blocked", other.Blocked),
                new("scope", other.MayChange ? "full" : "read_only"),
                new("ends", other.EndsAt.ToString("O", CultureInfo.InvariantCulture)),
            ]);
        return new(new ClaimsIdentity(claims, Scheme, "name", "role"));
    }

    private static string? Claim(ClaimsPrincipal claims, string name) => claims.FindFirst(name)?.Value;
}
