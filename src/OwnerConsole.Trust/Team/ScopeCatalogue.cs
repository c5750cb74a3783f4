using Microsoft.AspNetCore.Routing;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Team;

/// <summary>All scopes for API keys: the permissions that routes require and the names of operations.</summary>
public sealed class ScopeCatalogue(IEnumerable<EndpointDataSource> routes, OperationCatalogue catalogue)
{
    public IReadOnlyList<string> All =>
        [
            .. routes
                .SelectMany(source => source.Endpoints)
                .Select(endpoint => endpoint.Metadata.GetMetadata<RequiredPermission>() is { IsPortal: false } needed ? needed.Name : null)
                .OfType<string>()
                .Concat(catalogue.All.Select(operation => operation.Definition.Name))
                .Where(name => name != AccountRoutes.Permission)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
            "*",
        ];
}
