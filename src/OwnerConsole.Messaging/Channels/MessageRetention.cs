using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Retention;
using OwnerConsole.Kernel.Settings;

namespace OwnerConsole.Messaging.Channels;

/// <summary>Deletes messages on channels after the same period as emails, expired subscriptions of browsers, and who wrote on WhatsApp when it no longer matters.</summary>
public sealed class MessageRetention(Database database) : RetentionPolicy(database)
{
    public override string Key => "channel_messages";

    public override string Name => "channels.forget";

    public override string Title => "Delete old messages on channels";

    public override string Kind => "Messages on channels";

    public override string Description => "Messages on channels, after the same period as emails. Subscriptions of browsers are deleted when they expire.";

    public override Setting Setting => EmailRetention.RetentionDays;

    public override IReadOnlyList<RetainedRows> Rows { get; } =
    [
        RetainedRows.OlderThan("channels.messages", "created_at") with
        {
            Member = "r.member_id",
        },
        new RetainedRows("channels.subscriptions", "r.created_at", _ => "r.expires_at < now()") { Member = "r.member_id", AgeIndexes = [] },
        new RetainedRows(
            "channels.incoming",
            "r.received_at",
            _ => $"r.received_at < now() - make_interval(hours => {(int)RecipientResolver.FreeTextWindow.TotalHours})"
        )
        {
            BelongToPlatform = true,
        },
    ];
}
