using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.Access.Public;

/// <summary>Closes a tenant's access as part of revoking it: a suspension like any other, so that there is one fact, one event and one way back.</summary>
public static class Closing
{
    /// <param name="ids">tenants that are not suspended</param>
    public static void Close(IReadOnlyList<string> ids, Work work) => Suspending.Open(ids, SuspensionCause.Revoked, message: null, work);

    /// <summary>Opens again what <paramref name="undoneRun"/> closed.</summary>
    /// <returns>the tenants that are open again</returns>
    public static Task<IReadOnlyList<string>> Reopen(IReadOnlyList<string> ids, string undoneRun, Work work) => Suspending.Lift(ids, undoneRun, work);

    /// <returns>those of the tenants whose access stands revoked</returns>
    public static Task<IReadOnlyList<string>> Revoked(IReadOnlyList<string> ids, Work work) =>
        work.List<string>(
            "select tenant_id from access.suspensions where tenant_id = any(@ids) and closed_by is null and cause = @cause",
            new { ids, cause = SuspensionCause.Revoked }
        );

    public static Message Told => Message.Event("tenant.suspended", new { Cause = SuspensionCause.Revoked });

    public static Message ToldBack => Message.Event("tenant.reactivated", new { });
}
