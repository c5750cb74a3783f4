using OwnerConsole.Data;
using OwnerConsole.Kernel.Log;

namespace OwnerConsole.Messaging.Notifications;

/// <summary>Adds the current title to events about notifications.</summary>
public sealed class NotificationTitles : IEventDetails
{
    public async Task<IReadOnlyDictionary<string, (string Field, string Text)>> Find(IReadOnlyList<StoredLogLine> events, UnitOfWork work)
    {
        var found = events
            .Where(line => line is { EventId: not null, Data: not null } && line.Event?.StartsWith("notification.", StringComparison.Ordinal) == true)
            .ToDictionary(line => line.EventId!, line => NotificationEvents.MessageOf(line.Data!), StringComparer.Ordinal); // not null: checked above
        if (found.Count == 0)
            return new Dictionary<string, (string, string)>();
        var titles = (
            await work.List<TitleRow>(
                "select message_id, title from notifications.messages where message_id = any(@ids)",
                new { ids = found.Values.Distinct(StringComparer.Ordinal).ToArray() }
            )
        ).ToDictionary(row => row.MessageId, row => row.Title, StringComparer.Ordinal);
        return found.ToDictionary(pair => pair.Key, pair => ("title", titles.GetValueOrDefault(pair.Value, "")), StringComparer.Ordinal);
    }

    private sealed record TitleRow(string MessageId, string Title);
}
