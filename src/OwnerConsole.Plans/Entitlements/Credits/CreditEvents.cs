using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Plans.Entitlements.Credits;

/// <summary>Event types about credits.</summary>
internal static class CreditEvents
{
    public static readonly IReadOnlyList<EventKind> All =
    [
        EventKind.Of(
            CreditsGranted.Event,
            "The tenant has new credits: they were granted, restored, or rolled over into the next period.",
            EventSubject.Tenant,
            new CreditsGranted("", "", "", null, null)
        ),
        EventKind.Of(CreditsVoided.Event, "The rest of a credit grant, or of its rollover, was voided.", EventSubject.Tenant, new CreditsVoided("", "", "")),
        EventKind.Of(
            CreditUpkeep.ExpiredEvent,
            "A credit grant has expired with credits left. Credits that roll over become a new grant.",
            EventSubject.Tenant,
            new CreditsExpired("", "", "", "", default)
        ),
    ];
}
