using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace OwnerConsole.Data;

/// <summary>Sender of a request: a team member, an API key, or the console itself.</summary>
/// <param name="Id"><c>usr_…</c>, <c>key_…</c> or <c>system</c>.</param>
/// <param name="Grants">Granted permissions, possibly with wildcards.</param>
/// <param name="OnlyTenant">The only tenant that a key can access; null for all.</param>
public sealed record Caller(string Id, CallerKind Kind, IReadOnlyList<string> Grants, Mode? Mode = null, string? OnlyTenant = null)
{
    /// <summary>Origins of web pages that can send with this key.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    public static readonly Caller System = new("system", CallerKind.System, ["*"]);

    /// <summary>Tenants that a person with a limited role can access; null for all. Enforced by the database, see <see cref="TenantScope"/>.</summary>
    public Segment? Segment { get; init; }

    /// <summary>Classes of fields that are hidden from the person's role, see <see cref="HiddenFields"/>.</summary>
    public IReadOnlyList<string> Hides { get; init; } = [];

    /// <summary>True when the person has confirmed their identity in this browser recently.</summary>
    public bool IsProved { get; init; }

    /// <summary>True when the caller can access only some tenants and no platform data.</summary>
    public bool IsScoped => OnlyTenant is not null || Segment is not null;

    /// <summary>True when the caller can access all live tenants, and therefore platform data.</summary>
    public bool IsOfPlatform => !IsScoped && Mode is not OwnerConsole.Data.Mode.Test;

    public bool CanSee(string tenantId) => (OnlyTenant is null || OnlyTenant == tenantId) && (Segment is null || Segment.Tenants.Contains(tenantId));

    /// <param name="mode">Mode of the tenant.</param>
    public bool CanSee(string tenantId, Mode mode) => CanSee(tenantId) && (Mode is null || Mode == mode);

    public static Caller? Of(HttpContext context) =>
        context.User.Identity is ClaimsIdentity { IsAuthenticated: true } && context.Items[typeof(Caller)] is Caller caller ? caller : null;

    /// <param name="refusal">Why others can't read what the address shows, as a sentence.</param>
    /// <exception cref="Problem">403: the caller has access to test data or to some tenants only.</exception>
    public static Caller OfPlatform(HttpContext context, string refusal) =>
        Of(context) is { IsOfPlatform: true } caller ? caller : throw Problem.WholePlatform(refusal);
}

public enum CallerKind
{
    Person,
    Key,
    System,

    /// <summary>A tenant's user in the customer portal, authenticated by the application.</summary>
    Portal,
}

/// <summary>Live tenants, or those of test keys and the demo. Every list and metric shows one of the two.</summary>
public enum Mode
{
    Live,
    Test,
}
