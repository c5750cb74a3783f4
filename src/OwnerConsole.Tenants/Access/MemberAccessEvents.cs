using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Access;

namespace OwnerConsole.Tenants.Access;

/// <summary>Events about the access of single members.</summary>
internal static class MemberAccessEvents
{
    public const string Suspended = "member.suspended",
        Reactivated = "member.reactivated";

    public static readonly IReadOnlyList<EventKind> All =
    [
        EventKind.Of(
            Suspended,
            "A member was suspended: your application signs them out and blocks their sign-in.",
            EventSubject.Member,
            new { Cause = default(MemberSuspensionCause) }
        ),
        EventKind.Of(Reactivated, "A member can sign in again.", EventSubject.Member, new { }),
    ];
}
