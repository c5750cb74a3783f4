using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tenants.Access;

/// <summary>Closes a tenant's access when it is revoked. This is stored as a suspension, so facts, events and undo work the same way.</summary>
internal sealed class AccessRevocation : IAccessRevocation
{
    public void Close(IReadOnlyList<string> ids, UnitOfWork work) => SuspensionRows.Open(ids, SuspensionCause.Revoked, message: null, work);

    public Task<IReadOnlyList<string>> Reopen(IReadOnlyList<string> ids, string undoneRun, UnitOfWork work) =>
        SuspensionRows.CloseOpenedBy(ids, undoneRun, work);

    public Task Lift(IReadOnlyList<string> ids, UnitOfWork work) => SuspensionRows.Close(ids, work);

    public Task<IReadOnlyList<string>> SuspendAgain(IReadOnlyList<string> ids, string undoneRun, UnitOfWork work) =>
        SuspensionRows.OpenClosedBy(ids, undoneRun, work);

    public Task<IReadOnlyList<string>> FindRevoked(IReadOnlyList<string> ids, UnitOfWork work) =>
        work.List<string>(
            "select tenant_id from access.suspensions where tenant_id = any(@ids) and closed_by is null and cause = @cause",
            new { ids, cause = SuspensionCause.Revoked }
        );

    public Message SuspendedMessage => Message.Event("tenant.suspended", new { Cause = SuspensionCause.Revoked });

    public Message SuspendedAgain(string cause) => Message.Event("tenant.suspended", new { Cause = cause });

    public Message ReactivatedMessage => Message.Event("tenant.reactivated", new { });
}
