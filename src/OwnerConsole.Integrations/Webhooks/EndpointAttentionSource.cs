using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>Lists endpoints that the console disabled, that are failing, or that are behind. Endpoints paused by a team member are not listed.</summary>
public sealed class EndpointAttentionSource(Endpoints endpoints) : IAttentionSource
{
    /// <summary>An endpoint is behind when its oldest delivery has been pending for longer than this.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(5);

    public string Permission => "webhook_endpoint.read";

    public async Task<AttentionList> Find(Mode mode, UnitOfWork work)
    {
        var rows = await endpoints.Find(mode, work);
        var backlogs = await endpoints.Backlogs([.. rows.Select(row => row.EndpointId)], work);
        return AttentionList.Of([.. rows.Select(row => Of(row, backlogs.GetValueOrDefault(row.EndpointId))).OfType<AttentionItem>()]);
    }

    private static AttentionItem? Of(EndpointRow endpoint, Backlog? backlog)
    {
        var host = new Uri(endpoint.Url).Host;
        var address = $"{EndpointRoutes.Address}/{endpoint.EndpointId}";
        var enable = new NeededAction("webhook_endpoint.enable", endpoint.EndpointId, "Enable endpoint");
        return endpoint switch
        {
            { DisabledFor: DisableCause.Gone } => new(Urgency.Now, $"{host} responded with 410 Gone and was disabled.", address, "View endpoint")
            {
                Action = enable,
            },
            { DisabledFor: DisableCause.Failing } => new(Urgency.Now, $"{host} failed for five days and was disabled.", address, "View endpoint")
            {
                Action = enable,
            },
            { DisabledFor: null, FailingSince: { } since } => new(
                Urgency.Today,
                backlog is null ? $"{host} is failing." : $"{host} is failing: {Describe(backlog)}.",
                address,
                "View endpoint",
                Since: since
            ),
            { DisabledFor: null } when backlog?.Age > MaxWait => new(
                Urgency.Today,
                $"{host} is behind: {Describe(backlog)}.",
                address,
                "View endpoint",
                Since: backlog.OldestAt
            ),
            _ => null,
        };
    }

    private static string Describe(Backlog backlog) =>
        backlog.Count > Paging.MaxCounted ? $"more than {Paging.MaxCounted} deliveries pending"
        : backlog.Count == 1 ? "1 delivery pending"
        : $"{backlog.Count} deliveries pending";
}
