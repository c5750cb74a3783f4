using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Kernel.Identities;

/// <summary>Sender of a request: a team member, an API key, or the console itself.</summary>
/// <param name="Id"><c>usr_…</c>, <c>key_…</c> or <c>system</c>.</param>
/// <param name="Grants">Granted permissions, possibly with wildcards.</param>
/// <param name="OnlyTenant">The only tenant that a key can access; null for all.</param>
public sealed record Caller(string Id, CallerKind Kind, IReadOnlyList<string> Grants, Population? Population = null, string? OnlyTenant = null)
{
    /// <summary>Origins of web pages that can send with this key.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    public static readonly Caller System = new("system", CallerKind.System, ["*"]);

    public bool May(string permission) => Permissions.Cover(Grants, permission);

    /// <summary>
    /// True when the caller can read data with this permission, including parts of pages that need another. Limited keys can't read platform data.
    /// </summary>
    public bool MayRead(string permission) => May(permission) && !IsKeyBeyond(permission);

    /// <summary>True for a key for test data or for one tenant when the permission concerns the whole platform.</summary>
    public bool IsKeyBeyond(string permission) => Kind is CallerKind.Key && !IsOfPlatform && !Modules.TenantPermissions.Contain(permission);

    /// <summary>Tenants that a person with a limited role can access; null for all. Enforced by the database, see <see cref="Bound"/>.</summary>
    public Segment? Segment { get; init; }

    /// <summary>Classes of fields that are hidden from the person's role, see <see cref="Hidden"/>.</summary>
    public IReadOnlyList<string> Hides { get; init; } = [];

    /// <summary>True when the person has confirmed their identity in this browser within <see cref="Sessions.ProofLifetime"/>.</summary>
    public bool IsProved { get; init; }

    /// <summary>True when the caller can access only some tenants and no platform data.</summary>
    public bool IsBound => OnlyTenant is not null || Segment is not null;

    /// <summary>True when the caller can access all live tenants, and therefore platform data.</summary>
    public bool IsOfPlatform => !IsBound && Population is not Identities.Population.Demo;

    /// <summary>
    /// Wildcards of keys don't include irreversible operations: those must be named, or require a person with *. Operations on hidden fields are refused.
    /// </summary>
    public bool May(Declaration operation) => Hiding(operation) is null && Has(operation);

    /// <returns>A class of fields that the operation concerns and that is hidden from the caller; null when there is none.</returns>
    public FieldClass? Hiding(Declaration operation) =>
        operation.About.Where(one => Hides.Contains(one.ToText(), StringComparer.Ordinal)).Cast<FieldClass?>().FirstOrDefault();

    /// <returns>An additional sentence for a key whose wildcard would include the operation if it could be undone; otherwise empty.</returns>
    public string WhyNotByWildcard(Declaration operation) =>
        Kind is CallerKind.Key && !operation.CanUndo && May(operation.Name)
            ? " It can't be undone, so wildcards such as * don't include it. A person has to do it in the console."
            : "";

    private bool Has(Declaration operation) =>
        operation.CanUndo
            ? May(operation.Name)
            : Grants.Contains(operation.Name, StringComparer.Ordinal) || (Kind is not CallerKind.Key && Grants.Contains("*", StringComparer.Ordinal));

    public bool MaySee(string tenantId) => (OnlyTenant is null || OnlyTenant == tenantId) && (Segment is null || Segment.Tenants.Contains(tenantId));

    /// <param name="population">Mode of the tenant.</param>
    public bool MaySee(string tenantId, Population population) => MaySee(tenantId) && (Population is null || Population == population);

    public static Caller? Of(HttpContext context) =>
        context.User.Identity is ClaimsIdentity { IsAuthenticated: true } && context.Items[typeof(Caller)] is Caller caller ? caller : null;
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
public enum Population
{
    Live,
    Demo,
}
