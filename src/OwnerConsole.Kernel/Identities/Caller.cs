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
public sealed record Caller(string Id, CallerKind Kind, IReadOnlyList<string> Grants, Mode? Mode = null, string? OnlyTenant = null)
{
    /// <summary>Origins of web pages that can send with this key.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    public static readonly Caller System = new("system", CallerKind.System, ["*"]);

    public bool Can(string permission) => Permissions.Covers(Grants, permission);

    /// <summary>
    /// True when the caller can read data with this permission, including parts of pages that need another. Limited keys can't read platform data.
    /// </summary>
    public bool CanRead(string permission) => Can(permission) && !IsKeyOutOfScope(permission);

    /// <summary>True for a key for test data or for one tenant when the permission concerns the whole platform.</summary>
    public bool IsKeyOutOfScope(string permission) => Kind is CallerKind.Key && !IsOfPlatform && !Modules.TenantPermissions.Contains(permission);

    /// <summary>Tenants that a person with a limited role can access; null for all. Enforced by the database, see <see cref="TenantScope"/>.</summary>
    public Segment? Segment { get; init; }

    /// <summary>Classes of fields that are hidden from the person's role, see <see cref="HiddenFields"/>.</summary>
    public IReadOnlyList<string> Hides { get; init; } = [];

    /// <summary>True when the person has confirmed their identity in this browser within <see cref="Sessions.ProofLifetime"/>.</summary>
    public bool IsProved { get; init; }

    /// <summary>True when the caller can access only some tenants and no platform data.</summary>
    public bool IsScoped => OnlyTenant is not null || Segment is not null;

    /// <summary>True when the caller can access all live tenants, and therefore platform data.</summary>
    public bool IsOfPlatform => !IsScoped && Mode is not Identities.Mode.Test;

    /// <summary>
    /// Wildcards of keys don't include irreversible operations: those must be named, or require a person with *. Operations on hidden fields are refused.
    /// </summary>
    public bool Can(OperationDefinition operation) => FindHiddenClass(operation) is null && HasGrant(operation);

    /// <returns>A class of fields that the operation concerns and that is hidden from the caller; null when there is none.</returns>
    public FieldClass? FindHiddenClass(OperationDefinition operation) =>
        operation.FieldClasses.Where(fieldClass => Hides.Contains(fieldClass.ToText(), StringComparer.Ordinal)).Cast<FieldClass?>().FirstOrDefault();

    /// <returns>An additional sentence for a key whose wildcard would include the operation if it could be undone; otherwise empty.</returns>
    public string WhyNotByWildcard(OperationDefinition operation) =>
        Kind is CallerKind.Key && !operation.CanUndo && Can(operation.Name)
            ? " It can't be undone, so wildcards such as * don't include it. A person has to do it in the console."
            : "";

    private bool HasGrant(OperationDefinition operation) =>
        operation.CanUndo
            ? Can(operation.Name)
            : Grants.Contains(operation.Name, StringComparer.Ordinal) || (Kind is not CallerKind.Key && Grants.Contains("*", StringComparer.Ordinal));

    public bool CanSee(string tenantId) => (OnlyTenant is null || OnlyTenant == tenantId) && (Segment is null || Segment.Tenants.Contains(tenantId));

    /// <param name="mode">Mode of the tenant.</param>
    public bool CanSee(string tenantId, Mode mode) => CanSee(tenantId) && (Mode is null || Mode == mode);

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
public enum Mode
{
    Live,
    Test,
}
