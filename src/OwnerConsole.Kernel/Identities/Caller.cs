using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Kernel.Identities;

/// <summary>Who asks: a person of the owner's team, an application's key, or the program itself.</summary>
/// <param name="Id"><c>usr_…</c>, <c>key_…</c> or <c>system</c></param>
/// <param name="Grants">words of the permission grammar</param>
/// <param name="OnlyTenant">the one tenant that a key is bound to; null for all</param>
public sealed record Caller(string Id, CallerKind Kind, IReadOnlyList<string> Grants, Population? Population = null, string? OnlyTenant = null)
{
    /// <summary>Of the pages that may send with this key.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    public static readonly Caller System = new("system", CallerKind.System, ["*"]);

    public bool May(string permission) => Permissions.Cover(Grants, permission);

    /// <summary>Whether the caller reads what needs a permission, also inside of a page that needs another. A key for test data or some tenants reads nothing of the platform itself.</summary>
    public bool MayRead(string permission) => May(permission) && !IsKeyBeyond(permission);

    /// <summary>A key for test data or some tenants, asked for what is about the platform itself.</summary>
    public bool IsKeyBeyond(string permission) => Kind is CallerKind.Key && !IsOfPlatform && !Modules.TenantPermissions.Contain(permission);

    /// <summary>The tenants that a person of a limited role sees; null for all. What is read is held to it by the database, see <see cref="Bound"/>.</summary>
    public Segment? Segment { get; init; }

    /// <summary>Words of the classes of fields that a person's role hides from them, see <see cref="Hidden"/>.</summary>
    public IReadOnlyList<string> Hides { get; init; } = [];

    /// <summary>A person who has confirmed at this browser who they are, within the last <see cref="Sessions.ProofLifetime"/>.</summary>
    public bool IsProved { get; init; }

    /// <summary>Some tenants only, and nothing of the platform itself.</summary>
    public bool IsBound => OnlyTenant is not null || Segment is not null;

    /// <summary>All tenants of live data, and so what concerns the platform itself.</summary>
    public bool IsOfPlatform => !IsBound && Population is not Identities.Population.Demo;

    /// <summary>A wildcard doesn't stand for what nobody takes back: it is named, or the caller is no key and has the star, as an owner has. And nobody decides about what is hidden from them.</summary>
    public bool May(Declaration operation) => Hiding(operation) is null && Has(operation);

    /// <returns>a class of fields that the operation is about and that is hidden from the caller; null when they see all that it is about</returns>
    public FieldClass? Hiding(Declaration operation) =>
        operation.About.Where(one => Hides.Contains(one.ToText(), StringComparer.Ordinal)).Cast<FieldClass?>().FirstOrDefault();

    /// <returns>a further sentence for a key whose wildcard would cover the operation if it could be undone; empty otherwise</returns>
    public string WhyNotByWildcard(Declaration operation) =>
        Kind is CallerKind.Key && !operation.CanUndo && May(operation.Name)
            ? " It can't be undone, so wildcards such as * don't include it. A person has to do it in the console."
            : "";

    private bool Has(Declaration operation) =>
        operation.CanUndo
            ? May(operation.Name)
            : Grants.Contains(operation.Name, StringComparer.Ordinal) || (Kind is not CallerKind.Key && Grants.Contains("*", StringComparer.Ordinal));

    public bool MaySee(string tenantId) => (OnlyTenant is null || OnlyTenant == tenantId) && (Segment is null || Segment.Tenants.Contains(tenantId));

    /// <param name="population">that the tenant is of</param>
    public bool MaySee(string tenantId, Population population) => MaySee(tenantId) && (Population is null || Population == population);

    public static Caller? Of(HttpContext context) =>
        context.User.Identity is ClaimsIdentity { IsAuthenticated: true } && context.Items[typeof(Caller)] is Caller caller ? caller : null;
}

public enum CallerKind
{
    Person,
    Key,
    System,

    /// <summary>Somebody of a tenant, on its own pages; an application vouches for them.</summary>
    Portal,
}

/// <summary>Real tenants, or those that a test key or the demo wrote. A list or a number shows one of the two.</summary>
public enum Population
{
    Live,
    Demo,
}
