using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Revenue.Stripe.Accounts;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Revenue.Stripe.Events;

/// <summary>Lists connections that fail or can't read everything, and events that failed, under "Needs attention".</summary>
public sealed class StripeAttentionSource : IAttentionSource
{
    public string Permission => StripeRoutes.Read;

    public async Task<AttentionList> Find(Mode mode, UnitOfWork work)
    {
        var connection = (await StripeConnectionView.List(work)).FirstOrDefault(connection => connection.Mode == mode);
        return AttentionList.Of(connection is null ? [] : [.. Items(connection)]);
    }

    private static IEnumerable<AttentionItem> Items(StripeConnectionView connection)
    {
        if (connection.FailingSince is { } since)
            yield return new(Urgency.Now, $"Stripe: {connection.Error}", StripeRoutes.Address, "View connection", Since: since);
        else if (connection.MissingPermissions.Count > 0)
            yield return new(
                Urgency.Today,
                $"Stripe: the API key can't read {string.Join(", ", connection.MissingPermissions)}.",
                StripeRoutes.Address,
                "View connection"
            );
        if (connection.HasOtherVersion)
            yield return new(Urgency.Today, $"Stripe sends events in API version {connection.EventApiVersion}.", StripeRoutes.Address, "View connection");
        if (connection.FailedEvents > 0)
            yield return new(
                Urgency.Today,
                $"{Wording.Count(connection.FailedEvents, "event")} from Stripe failed.",
                $"{StripeEventRoutes.Address}?state=failed&mode={connection.Mode.ToText()}",
                "View failed events"
            )
            {
                Count = connection.FailedEvents,
            };
    }
}
