using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>Finds endpoints by part of their URL. All of them are read, because there are dozens at most.</summary>
public sealed class EndpointFinder(Endpoints endpoints) : IFinder
{
    public string Kind => "webhook_endpoint";

    public string Permission => "webhook_endpoint.read";

    public async Task<IReadOnlyList<SearchHit>> Find(Caller caller, Mode mode, string text, int most, UnitOfWork work) =>
        [
            .. (await endpoints.Find(caller.Mode, work))
                .Where(endpoint => endpoint.EndpointId == text || endpoint.Url.Contains(text, StringComparison.OrdinalIgnoreCase))
                .Take(most)
                .Select(endpoint => new SearchHit(endpoint.EndpointId, endpoint.Url, "endpoint", EndpointRoutes.Of(endpoint.EndpointId))),
        ];
}
