using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Backups;

/// <summary>Erases one kind of subject. Register it as a service: the erasing operation and the replay after a restore use the same code.</summary>
public interface IEraser
{
    /// <summary>Kind of subject as recorded in the ledger: <c>member</c>.</summary>
    string Kind { get; }

    /// <summary>Idempotent: subjects that are already erased or never existed are skipped.</summary>
    /// <param name="work">Unit of work that names the tenant.</param>
    Task Erase(string tenantId, IReadOnlyList<string> subjects, UnitOfWork work);
}
