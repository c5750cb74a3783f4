using Microsoft.AspNetCore.Routing;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Team;

/// <summary>All scopes for API keys: the permissions that routes require and the names of operations.</summary>
public sealed class Scopes(IEnumerable<EndpointDataSource> routes, Catalogue catalogue)
{
    public IReadOnlyList<string> All =>
        [
            .. routes
                .SelectMany(source => source.Endpoints)
                .Select(endpoint => endpoint.Metadata.GetMetadata<PermissionNeeded>() is { IsPortal: false } needed ? needed.Name : null)
                .OfType<string>()
                .Concat(catalogue.All.Select(operation => operation.Is.Name))
                .Where(name => name != AccountRoutes.Permission)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
            "*",
        ];
}
