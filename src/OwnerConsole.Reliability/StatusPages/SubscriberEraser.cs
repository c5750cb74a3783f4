using OwnerConsole.Data;
using OwnerConsole.Kernel.Backups;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>Deletes addresses again that have unsubscribed, if a restored backup contains them.</summary>
internal sealed class SubscriberEraser : IEraser
{
    /// <summary>Kind of subject in the ledger.</summary>
    public const string Subject = "status_subscriber";

    public string Kind => Subject;

    public Task Erase(string tenantId, IReadOnlyList<string> subjects, UnitOfWork work) => Subscriber.Remove(subjects, work);
}
