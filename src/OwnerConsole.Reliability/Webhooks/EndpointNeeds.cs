using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Reliability.Webhooks;

/// <summary>Endpoints that the console gave up, or that answer nothing but failures. One that somebody paused is as somebody wants it.</summary>
public sealed class EndpointNeeds(Endpoints endpoints) : INeeds
{
    public string Permission => "webhook_endpoint.read";

    public async Task<IReadOnlyList<Need>> Find(Population population, Work work) => [.. (await endpoints.Find(population, work)).Select(Of).OfType<Need>()];

    private static Need? Of(EndpointRow endpoint)
    {
        var host = new Uri(endpoint.Url).Host;
        var address = $"{EndpointsRoutes.Address}/{endpoint.EndpointId}";
        return endpoint switch
        {
            { DisabledFor: DisableCause.Gone } => new(Urgency.Now, $"{host} said that it is gone, and is told nothing any more.", address, "Look at it"),
            { DisabledFor: DisableCause.Failing } => new(Urgency.Now, $"{host} failed for five days, and is told nothing any more.", address, "Look at it"),
            { DisabledFor: null, FailingSince: { } since } => new(
                Urgency.Today,
                $"{host} answers nothing but failures; what it is told waits.",
                address,
                "Look at it",
                Since: since
            ),
            _ => null,
        };
    }
}
