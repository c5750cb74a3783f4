using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tests.Docs;

/// <summary>Generates the scopes table in docs/reference/scopes.md from the routes' permissions and the operations.</summary>
internal static class ScopesTable
{
    public const string Head = "| Scope | Allows |\n|---|---|\n";

    public static string Of(IReadOnlyList<RouteEndpoint> routes, OperationCatalogue catalogue)
    {
        var calls = routes
            .Where(route => route.Metadata.GetMetadata<RequiredPermission>() is { IsPortal: false, Name: not null })
            .Where(route =>
                route.RoutePattern.RawText!.StartsWith("/api/v1/", StringComparison.Ordinal)
                && route.Metadata.GetMetadata<IEndpointSummaryMetadata>() is not null
            )
            .ToLookup(route => route.Metadata.GetMetadata<RequiredPermission>()!.Name!, Call, StringComparer.Ordinal); // Routes without a permission name were filtered out above.
        var operations = catalogue.Own.ToDictionary(operation => operation.Definition.Name, StringComparer.Ordinal);
        var rows = calls
            .Select(scope => scope.Key)
            .Union(operations.Keys, StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Select(scope => $"| `{scope}` | {string.Join(" · ", Lets(operations.GetValueOrDefault(scope), calls[scope]))} |\n");
        return Head + string.Concat(rows);
    }

    /// <returns>The document with its scopes table replaced by this one.</returns>
    public static string In(string document, string table)
    {
        var from = document.IndexOf(Head, StringComparison.Ordinal);
        from.ShouldBeGreaterThan(0, "docs/reference/scopes.md has no scopes table.");
        var to = document.IndexOf("\n\n", from, StringComparison.Ordinal) is var end and >= 0 ? end + 1 : document.Length;
        return document[..from] + table + document[to..];
    }

    private static IEnumerable<string> Lets(Operation? operation, IEnumerable<string> calls) =>
        operation is null
            ? calls.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            :
            [
                $"[{operation.Definition.Title}](operations.md#{operation.Definition.Name.Replace(".", "", StringComparison.Ordinal)}){Named(operation)}",
                .. calls.Distinct(StringComparer.Ordinal),
            ];

    /// <summary>Irreversible operations are not included in any wildcard.</summary>
    private static string Named(Operation operation) =>
        operation.Definition switch
        {
            { CanUndo: false } => "; can't be undone, so no wildcard includes it",
            { IsIrreversible: true } => "; destroys data, so no wildcard includes it",
            _ => "",
        };

    private static string Call(RouteEndpoint route) =>
        $"`{string.Join('/', route.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods)} {route.RoutePattern.RawText}`"; // Each route is mapped with one method.
}
