using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Modules;

/// <summary>Permission that a route requires. Routes without this metadata fail a test and are refused at run time.</summary>
/// <param name="Name">Permission name, such as <c>tenant.read</c>; null for public routes.</param>
/// <param name="Why">Reason why the route is public.</param>
public sealed record RequiredPermission(string? Name, string? Why = null)
{
    /// <summary>Classes of all fields in the response. The route is forbidden for callers that can't see one of them.</summary>
    public IReadOnlyList<FieldClass> About { get; init; } = [];

    /// <summary>Another permission that opens the route as well, such as that of a second list from which a dialog is opened; null if there is none.</summary>
    public string? Alternative { get; init; }

    /// <summary>True for a page of the customer portal, which requires a portal session instead of a console permission.</summary>
    public bool IsPortal { get; init; }
}

public static partial class Permissions
{
    /// <summary>
    /// Requires <paramref name="permission"/>: 401 without a caller; 403 without the permission or when the content is hidden from the caller.
    /// </summary>
    public static T RequirePermission<T>(this T route, string permission, params FieldClass[] about)
        where T : IEndpointConventionBuilder
    {
        route.WithMetadata(new RequiredPermission(permission) { About = about });
        return route;
    }

    /// <summary>Requires one of two permissions, for routes that check what they do themselves.</summary>
    /// <param name="permission">The permission that a refusal names.</param>
    public static T RequireEither<T>(this T route, string permission, string alternative)
        where T : IEndpointConventionBuilder
    {
        route.WithMetadata(new RequiredPermission(permission) { Alternative = alternative });
        return route;
    }

    /// <summary>
    /// Marks a page of the customer portal, open to portal sessions with this scope; API keys and team members
    /// get 404.
    /// </summary>
    public static T RequirePortalScope<T>(this T route, string scope)
        where T : IEndpointConventionBuilder
    {
        route.WithMetadata(new RequiredPermission(scope) { IsPortal = true });
        return route;
    }

    /// <summary>Makes a route public. A test prints <paramref name="why"/> in its list of public routes.</summary>
    public static T AllowAnyone<T>(this T route, string why)
        where T : IEndpointConventionBuilder
    {
        route.WithMetadata(new RequiredPermission(null, why));
        return route;
    }

    /// <summary>Checks the format of a permission: <c>tenant.report</c>, a family such as <c>tenant.*</c>, or <c>*</c>.</summary>
    public static bool IsWord(string text) => Pattern().IsMatch(text);

    /// <summary>True when the grants include a permission. <c>tenant.*</c> includes <c>tenant.suspend</c>; <c>*</c> includes all.</summary>
    public static bool Covers(IEnumerable<string> grants, string permission) =>
        grants.Any(grant =>
            grant == "*"
            || grant == permission
            || (grant.EndsWith(".*", StringComparison.Ordinal) && permission.StartsWith(grant.AsSpan(0, grant.Length - 1), StringComparison.Ordinal))
        );

    [GeneratedRegex(@"^(\*|[a-z][a-z_]{0,39}\.(\*|[a-z][a-z_]{0,39}))\z", RegexOptions.None, 100)]
    private static partial Regex Pattern();
}
