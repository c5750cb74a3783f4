using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Modules;

/// <summary>What a route asks of its caller. A route that says nothing is refused by a test and at run time.</summary>
/// <param name="Name">one word of the permission grammar, such as <c>tenant.read</c>; null for routes that anyone may call</param>
/// <param name="Why">why anyone may call it</param>
public sealed record PermissionNeeded(string? Name, string? Why = null)
{
    /// <summary>What it answers is of these classes all over: nothing is left of it for whom one of them is hidden from.</summary>
    public IReadOnlyList<FieldClass> About { get; init; } = [];

    /// <summary>One of a tenant's own pages: asked of who was let in there, and of nobody of the console.</summary>
    public bool IsPortal { get; init; }
}

public static partial class Permissions
{
    /// <summary>Only callers that hold <paramref name="permission"/>: 401 without a caller, 403 without the permission, or where what it is about is hidden from them.</summary>
    public static T Needs<T>(this T route, string permission, params FieldClass[] about)
        where T : IEndpointConventionBuilder
    {
        route.WithMetadata(new PermissionNeeded(permission) { About = about });
        return route;
    }

    /// <summary>One of the tenant's own pages, for whom an application let in with this scope; see <see cref="Identities.PortalDoor"/>. Keys and people of the team find nothing here.</summary>
    public static T InPortal<T>(this T route, string scope)
        where T : IEndpointConventionBuilder
    {
        route.WithMetadata(new PermissionNeeded(scope) { IsPortal = true });
        return route;
    }

    /// <summary>Anyone, also without signing in; <paramref name="why"/> stands in the list that a test prints.</summary>
    public static T ForAnyone<T>(this T route, string why)
        where T : IEndpointConventionBuilder
    {
        route.WithMetadata(new PermissionNeeded(null, why));
        return route;
    }

    /// <summary>Has a text the form of a word: <c>tenant.report</c>, a family such as <c>tenant.*</c>, or <c>*</c>?</summary>
    public static bool IsWord(string text) => Word().IsMatch(text);

    /// <summary>Does a set of grants cover a permission? <c>tenant.*</c> covers <c>tenant.suspend</c>; <c>*</c> covers all.</summary>
    public static bool Cover(IEnumerable<string> grants, string permission) =>
        grants.Any(grant =>
            grant == "*"
            || grant == permission
            || (grant.EndsWith(".*", StringComparison.Ordinal) && permission.StartsWith(grant.AsSpan(0, grant.Length - 1), StringComparison.Ordinal))
        );

    [GeneratedRegex(@"^(\*|[a-z][a-z_]{0,39}\.(\*|[a-z][a-z_]{0,39}))\z", RegexOptions.None, 100)]
    private static partial Regex Word();
}
