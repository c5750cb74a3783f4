using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Closes the access of tenants that are revoked. This is stored as a suspension, so facts, events and undo work the same way.</summary>
public interface IAccessRevocation
{
    /// <param name="ids">Tenants that are not suspended.</param>
    void Close(IReadOnlyList<string> ids, UnitOfWork work);

    /// <summary>Restores access that <paramref name="undoneRun"/> closed.</summary>
    /// <returns>The tenants whose access was restored.</returns>
    Task<IReadOnlyList<string>> Reopen(IReadOnlyList<string> ids, string undoneRun, UnitOfWork work);

    /// <summary>Lifts the suspensions of tenants, whatever their cause.</summary>
    /// <param name="ids">Suspended tenants.</param>
    Task Lift(IReadOnlyList<string> ids, UnitOfWork work);

    /// <summary>Restores suspensions that <paramref name="undoneRun"/> lifted, unless the tenant has been suspended again since.</summary>
    /// <returns>The tenants that are suspended again.</returns>
    Task<IReadOnlyList<string>> SuspendAgain(IReadOnlyList<string> ids, string undoneRun, UnitOfWork work);

    /// <returns>The tenants whose access is revoked.</returns>
    Task<IReadOnlyList<string>> FindRevoked(IReadOnlyList<string> ids, UnitOfWork work);

    /// <summary>Tells the application that access was closed.</summary>
    Message SuspendedMessage { get; }

    /// <summary>Tells the application that a lifted suspension applies again.</summary>
    /// <param name="cause">Stored cause of the suspension.</param>
    Message SuspendedAgain(string cause);

    /// <summary>Tells the application that access was restored.</summary>
    Message ReactivatedMessage { get; }
}
