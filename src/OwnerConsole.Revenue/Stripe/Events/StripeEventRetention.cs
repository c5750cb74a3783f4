using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Retention;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Revenue.Stripe.Events;

/// <summary>
/// Deletes events after the retention period, because they contain personal data, calls that revert changes once the changes can't be undone any more, and old
/// durations of calls and delays of events. The objects they were about, and their types in the log, are kept.
/// </summary>
public sealed class StripeEventRetention(Database database) : RetentionPolicy(database)
{
    public static readonly Setting KeepDays = new(
        "stripe_events.keep_days",
        SettingCategory.Billing,
        "Stripe event retention",
        "Events received from Stripe are deleted after this many days. Customers, invoices and payments are kept.",
        "90"
    )
    {
        Kind = FieldKind.Number,
        Min = 30,
        Max = 730,
        Unit = "days",
        DescribeEffect = (_, _) => Task.FromResult(Sentence.Say($"Older events are deleted within an hour. This can't be undone.")),
    };

    // A day more than an undo is possible.
    private const string HasOldCall = "r.tenant_id = 'tnt_platform' and r.undo_call is not null and r.opened_at < now() - interval '31 days'";

    public override string Key => "stripe_events";

    public override string Name => "stripe.delete_old_events";

    public override string Title => "Delete old Stripe events";

    public override string Kind => "Stripe events";

    public override string Description =>
        "Events received from Stripe. Customers, invoices and payments are kept. Durations of calls and delays of events are deleted after 91 days.";

    public override Setting Setting => KeepDays;

    public override IReadOnlyList<RetainedRows> Rows { get; } =
    [
        new RetainedRows("stripe.events", "r.received_at", keep => $"r.mode in ('live', 'test') and r.received_at < now() - {keep} and r.state <> 'pending'")
        {
            BelongToPlatform = true,
            AgeIndexes = ["r.mode = 'live'", "r.mode = 'test'"],
        },
        // The longest trend covers 90 days.
        new RetainedRows("stripe.call_durations", "r.bucket_at", _ => "r.bucket_at < now() - interval '91 days'") { BelongToPlatform = true },
        new RetainedRows("stripe.webhook_delays", "r.bucket_at", _ => "r.bucket_at < now() - interval '91 days'") { BelongToPlatform = true },
    ];

    protected override IReadOnlyList<string> AlsoDue => [$"select r.tenant_id from stripe.requests r where {HasOldCall} limit 1"];

    protected override Task DeleteMore(IReadOnlyList<string> tenants, UnitOfWork work) =>
        work.Execute($"update stripe.requests r set undo_call = null where {HasOldCall}");
}
