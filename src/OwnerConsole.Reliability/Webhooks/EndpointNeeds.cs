using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Reliability.Webhooks;

/// <summary>Lists endpoints that the console disabled, that are failing, or that are behind. Endpoints paused by a team member are not listed.</summary>
public sealed class EndpointNeeds(Endpoints endpoints) : INeeds
{
    /// <summary>An endpoint is behind when its oldest delivery has been pending for longer than this.</summary>
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
            { DisabledFor: DisableCause.Gone } => new(Urgency.Now, $"{host} responded with 410 Gone and was disabled.", address, "View endpoint"),
            { DisabledFor: DisableCause.Failing } => new(Urgency.Now, $"{host} failed for five days and was disabled.", address, "View endpoint"),
            { DisabledFor: null, FailingSince: { } since } => new(
                Urgency.Today,
                backlog is null ? $"{host} is failing." : $"{host} is failing: {Waiting(backlog)}.",
                address,
                "View endpoint",
                Since: since
            ),
            { DisabledFor: null } when backlog?.Age > LongestWait => new(
                Urgency.Today,
                $"{host} is behind: {Waiting(backlog)}.",
                address,
                "View endpoint",
                Since: backlog.OldestAt
            ),
            _ => null,
        };
    }

    private static string Waiting(Backlog backlog) =>
        backlog.Count > Paging.MostCounted ? $"more than {Paging.MostCounted} deliveries pending"
        : backlog.Count == 1 ? "1 delivery pending"
        : $"{backlog.Count} deliveries pending";
}
