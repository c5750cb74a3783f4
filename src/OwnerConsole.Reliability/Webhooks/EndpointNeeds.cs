using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Reliability.Webhooks;

/// <summary>Endpoints that the console gave up, or that answer nothing but failures. One that somebody paused is as somebody wants it.</summary>
public sealed class EndpointNeeds(Endpoints endpoints) : INeeds
{
    /// <summary>An endpoint whose oldest delivery waits longer than this is behind.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    public string Permission => "webhook_endpoint.read";

    public async Task<IReadOnlyList<Need>> Find(Population population, Work work)
    {
        var rows = await endpoints.Find(population, work);
        var backlogs = await endpoints.Backlogs([.. rows.Select(row => row.EndpointId)], work);
        return [.. rows.Select(row => Of(row, backlogs.GetValueOrDefault(row.EndpointId))).OfType<Need>()];
    }

    private static Need? Of(EndpointRow endpoint, Backlog? backlog)
    {
        var host = new Uri(endpoint.Url).Host;
        var address = $"{EndpointsRoutes.Address}/{endpoint.EndpointId}";
        return endpoint switch
        {
            { DisabledFor: DisableCause.Gone } => new(Urgency.Now, $"{host} said that it is gone, and is told nothing any more.", address, "Look at it"),
            { DisabledFor: DisableCause.Failing } => new(Urgency.Now, $"{host} failed for five days, and is told nothing any more.", address, "Look at it"),
            { DisabledFor: null, FailingSince: { } since } => new(
                Urgency.Today,
                backlog is null ? $"{host} answers nothing but failures." : $"{host} answers nothing but failures: {Waiting(backlog)}.",
                address,
                "Look at it",
                Since: since
            ),
            { DisabledFor: null } when backlog?.Age > LongestWait => new(
                Urgency.Today,
                $"{host} is behind: {Waiting(backlog)}.",
                address,
                "Look at it",
                Since: backlog.OldestAt
            ),
            _ => null,
        };
    }

    private static string Waiting(Backlog backlog) =>
        backlog.Count > Paging.MostCounted ? $"more than {Paging.MostCounted} deliveries wait"
        : backlog.Count == 1 ? "1 delivery waits"
        : $"{backlog.Count} deliveries wait";
}
