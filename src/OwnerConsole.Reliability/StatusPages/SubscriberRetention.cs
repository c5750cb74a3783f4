using OwnerConsole.Data;
using OwnerConsole.Kernel.Retention;
using OwnerConsole.Kernel.Settings;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>Deletes addresses that were not confirmed in time, and contacts of webhooks that stay disabled.</summary>
public sealed class SubscriberRetention(Database database) : RetentionPolicy(database)
{
    public override string Key => "status_subscribers";

    public override string Name => "status_subscribers.forget";

    public override string Title => "Delete unconfirmed and disabled subscribers";

    public override string Kind => "Subscribers of the status page";

    public override string Description =>
        "Addresses that were not confirmed within two days, and webhooks that have been disabled for 30 days. Others are kept until they unsubscribe.";

    public override Setting? Setting => null;

    public override IReadOnlyList<RetainedRows> Rows { get; } =
    [
        new RetainedRows(
            "status_pages.subscribers",
            "r.created_at",
            _ => "(r.confirmed_at is null and r.confirm_sent_at < now() - interval '2 days') or r.disabled_at < now() - interval '30 days'"
        )
        {
            BelongToPlatform = true,
            AgeIndexes = [],
        },
    ];
}
