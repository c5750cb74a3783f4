using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Settings;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Provides the text of notifications on channels, and records the result of each.</summary>
internal sealed class AlertMessages(AlertLinks links, TimeProvider clock) : IMessageSource
{
    internal const string Source = "alert.notification";

    public string Name => Source;

    public async Task<SourcedMessage?> Find(OutgoingMessage message, UnitOfWork work)
    {
        var facts = AlertMessageFacts.Read(message.Facts);
        var text = await work.One<TextRow>(
            "select title, body from alerts.notifications where tenant_id = 'tnt_platform' and notification_id = @NotificationId",
            new { facts.NotificationId }
        );
        if (text is null)
            return null;
        var console = await PlatformAddress.Of(work);
        // The token is not stored, because everyone who knows it can use it.
        var token = facts.HasLink && console is not null ? links.CreateToken(facts.NotificationId, clock.GetUtcNow()) : null;
        // Services cut or split long texts at the end, so the link comes first.
        var body = token is null ? text.Body : $"Acknowledge: {console}{AlertLinks.Of(token)}\n{text.Body}";
        return new(text.Title, body, console is null ? null : console + AlertPageRoutes.Address, MessageUrgency.High) { Signal = facts.Signal, Secret = token };
    }

    /// <summary>A notification that no one receives has failed, also if the channel didn't try to send it.</summary>
    public Task Record(OutgoingMessage message, MessageState state, string? reason, UnitOfWork work) =>
        work.Execute(
            "update alerts.notifications set state = @state, error = @reason where tenant_id = 'tnt_platform' and notification_id = @id and state <> @state",
            new
            {
                state = state is MessageState.NotSent ? MessageState.Failed : state,
                reason,
                id = AlertMessageFacts.Read(message.Facts).NotificationId,
            }
        );

    private sealed record TextRow(string Title, string Body);
}
