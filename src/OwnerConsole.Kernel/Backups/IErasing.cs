using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Backups;

/// <summary>Erases one kind of thing. Register it as a service: the operation that erases and the replay after a restore then do the same.</summary>
public interface IErasing
{
    /// <summary>The kind of thing, as it stands in the ledger: <c>member</c>.</summary>
    string What { get; }

    /// <summary>As often as it is asked; what is erased already, or never was there, is left as it is.</summary>
    /// <param name="work">names the tenant</param>
    Task Erase(string tenantId, IReadOnlyList<string> subjects, Work work);
}
