using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Settings;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Provides the text of notifications on channels, and records the result of each.</summary>
internal sealed class AlertMessages : IMessageSource
{
    internal const string Source = "alert.notification";

    public string Name => Source;

    public async Task<SourcedMessage?> Find(OutgoingMessage message, UnitOfWork work) =>
        await work.One<TextRow>(
            "select title, body from alerts.notifications where tenant_id = 'tnt_platform' and notification_id = @id",
            new { id = Id(message) }
        )
            is { } text
            ? new(text.Title, text.Body, await PlatformAddress.Of(work) is { } console ? console + AlertPageRoutes.Address : null, MessageUrgency.High)
            : null;

    /// <summary>A notification that no one receives has failed, also if the channel didn't try to send it.</summary>
    public Task Record(OutgoingMessage message, MessageState state, string? reason, UnitOfWork work) =>
        work.Execute(
            "update alerts.notifications set state = @state, error = @reason where tenant_id = 'tnt_platform' and notification_id = @id and state <> @state",
            new
            {
                state = state is MessageState.NotSent ? MessageState.Failed : state,
                reason,
                id = Id(message),
            }
        );

    /// <remarks>The facts also contain the phone number, which the channel reads.</remarks>
    private static string Id(OutgoingMessage message) => message.Facts.GetProperty("notification").GetString()!; // set when it is queued

    private sealed record TextRow(string Title, string Body);
}
