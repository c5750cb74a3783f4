using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.Access.Public;

/// <summary>Blocks the access of tenants that are scheduled for deletion. It is stored as a suspension, so that status and events work the same way.</summary>
public static class DeletionAccess
{
    /// <summary>SQL condition for an open suspension <c>u</c> that belongs to a scheduled deletion.</summary>
    public const string IsBlocked = "u.cause = 'deletion' and u.closed_by is null";

    /// <param name="ids">Tenants that are not suspended.</param>
    /// <param name="work">Transaction of the run.</param>
    public static void Block(IReadOnlyList<string> ids, UnitOfWork work) => SuspensionRows.Open(ids, SuspensionCause.Deletion, message: null, work);

    /// <summary>Restores access that was blocked for a deletion. Other suspensions stay.</summary>
    /// <param name="ids">Tenants whose deletion is cancelled.</param>
    /// <param name="work">Transaction of the run.</param>
    /// <returns>The tenants whose access was restored.</returns>
    public static Task<IReadOnlyList<string>> Restore(IReadOnlyList<string> ids, UnitOfWork work) => SuspensionRows.Close(ids, SuspensionCause.Deletion, work);

    /// <summary>Tells the application that access is blocked.</summary>
    public static Message BlockedMessage => Message.Event("tenant.suspended", new { Cause = SuspensionCause.Deletion });

    /// <summary>Tells the application that access is restored.</summary>
    public static Message RestoredMessage => Message.Event("tenant.reactivated", new { });
}
