using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.Access.Public;

/// <summary>Closes a tenant's access when it is revoked. This is stored as a suspension, so facts, events and undo work the same way.</summary>
public static class AccessRevocation
{
    /// <param name="ids">Tenants that are not suspended.</param>
    public static void Close(IReadOnlyList<string> ids, UnitOfWork work) => SuspensionRows.Open(ids, SuspensionCause.Revoked, message: null, work);

    /// <summary>Restores access that <paramref name="undoneRun"/> closed.</summary>
    /// <returns>The tenants whose access was restored.</returns>
    public static Task<IReadOnlyList<string>> Reopen(IReadOnlyList<string> ids, string undoneRun, UnitOfWork work) =>
        SuspensionRows.Close(ids, undoneRun, work);

    /// <returns>The tenants whose access is revoked.</returns>
    public static Task<IReadOnlyList<string>> FindRevoked(IReadOnlyList<string> ids, UnitOfWork work) =>
        work.List<string>(
            "select tenant_id from access.suspensions where tenant_id = any(@ids) and closed_by is null and cause = @cause",
            new { ids, cause = SuspensionCause.Revoked }
        );

    public static Message SuspendedMessage => Message.Event("tenant.suspended", new { Cause = SuspensionCause.Revoked });

    public static Message ReactivatedMessage => Message.Event("tenant.reactivated", new { });
}
