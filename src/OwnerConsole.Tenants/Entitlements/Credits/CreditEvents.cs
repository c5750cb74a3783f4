using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Tenants.Entitlements.Credits;

/// <summary>What an application can be told of credits.</summary>
internal static class CreditEvents
{
    public static readonly IReadOnlyList<EventKind> All =
    [
        EventKind.Of(
            CreditsGranted.Event,
            "Credits can be used beyond what its plan includes: somebody granted them or gave them back, or what was left went over into the next period.",
            EventAbout.Tenant,
            new CreditsGranted("", "", "", null, null)
        ),
        EventKind.Of(
            CreditsVoided.Event,
            "Somebody took back what was left of a grant of credits, or of what went over of it.",
            EventAbout.Tenant,
            new CreditsVoided("", "", "")
        ),
        EventKind.Of(
            CreditUpkeep.Expired,
            "A grant of credits has ended with something left of it. What goes over into the next period is a grant of its own.",
            EventAbout.Tenant,
            new CreditsExpired("", "", "", "", default)
        ),
    ];
}
