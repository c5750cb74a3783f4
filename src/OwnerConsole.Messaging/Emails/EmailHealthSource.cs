using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Messaging.Emails;

/// <summary>The health of sending email: whether the mail server or service accepts it.</summary>
public sealed class EmailHealthSource(EmailList emails, TimeProvider clock) : IHealthSource
{
    public string Permission => MailRoutes.Read;

    public int Order => 40;

    public async Task<IReadOnlyList<HealthCard>> Find(UnitOfWork work)
    {
        var queue = await emails.Count(work);
        var (state, summary) =
            await MailSettings.Find(work) is null ? (HealthState.Unknown, "Email is not set up.")
            : queue.Trouble is { } trouble ? (HealthState.Down, trouble)
            : (HealthState.Up, "No email is delayed by the mail server or service.");
        return
        [
            new("email", "Email", state, summary, MailRoutes.Address)
            {
                Since = state is HealthState.Down ? await FindFirstDelayed(work) : null,
                CheckedAt = state is HealthState.Unknown ? null : clock.GetUtcNow(),
                Durations = state is HealthState.Unknown ? null : await EmailDurations.Read(clock.GetUtcNow(), work),
            },
        ];
    }

    /// <returns>When the first email that could not be sent so far was queued; null if it was sent just now.</returns>
    private static Task<DateTimeOffset?> FindFirstDelayed(UnitOfWork work) =>
        work.One<DateTimeOffset?>("select i.requested_at from work.items i where i.lane = 'mail' and i.attempts > 0 order by i.id limit 1");
}
