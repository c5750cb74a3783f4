using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Log;

/// <summary>Adds texts to events when they are queued for webhooks: the log can't be erased, so it contains only ids, numbers and words.</summary>
public interface IEventDetails
{
    /// <param name="events">Events of all modules.</param>
    /// <returns>Additional fields by id of the event; only of events that have some.</returns>
    Task<IReadOnlyDictionary<string, (string Field, string Text)>> Find(IReadOnlyList<StoredLogLine> events, UnitOfWork work);
}
