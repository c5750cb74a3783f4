using Microsoft.AspNetCore.Routing;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Texts;

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

    /// <returns>Place of the first scope that no route or operation needs, counted from 1, and a similar known one if there is one; null if all are known.</returns>
    public UnknownScope? FindUnknown(IReadOnlyList<string> scopes)
    {
        if (!routes.Any(source => source.Endpoints.Count > 0))
            return null; // a command has no routes, and so doesn't know their permissions
        var all = All;
        return scopes
            .Index()
            .Where(scope => !all.Any(known => known == scope.Item || Permissions.Covers([scope.Item], known)))
            .Select(scope => new UnknownScope(scope.Index + 1, ClosestMatch.Find(scope.Item, all)))
            .FirstOrDefault();
    }
}

/// <summary>A scope in the input that doesn't exist.</summary>
/// <param name="Place">Its place in the list, counted from 1. The scope itself can be any text, and the log stores no text of others.</param>
/// <param name="Similar">The known scope that was probably meant; null if none is similar.</param>
public sealed record UnknownScope(int Place, string? Similar)
{
    public Sentence Explain()
    {
        var sentence = Sentence.Say($"Scope {Place} of the list doesn't exist.");
        if (Similar is null)
            return sentence;
        sentence.AppendLiteral(" Did you mean ");
        sentence.AppendKnown(Similar);
        sentence.AppendLiteral("?");
        return sentence;
    }
}
