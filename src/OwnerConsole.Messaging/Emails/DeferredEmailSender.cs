using OwnerConsole.Data.Lanes;

namespace OwnerConsole.Messaging.Emails;

/// <summary>Sends one email that the server deferred, in a separate queue, so that other emails are not delayed.</summary>
public sealed class DeferredEmailSender(EmailSender sending) : IWorkHandler
{
    public const string Kind = "email.send_later";

    public static readonly TimeSpan FirstDelay = TimeSpan.FromMinutes(5);

    public string Name => Kind;

    public string Title => "Retry deferred email";

    public bool SendsExternally => true;

    /// <summary>Retries for 24 hours including the first delay. Greylisting usually ends within the first hour.</summary>
    public RetryPolicy RetryPolicy { get; } =
        new(
            TimeSpan.FromMinutes(15),
            TimeSpan.FromMinutes(30),
            TimeSpan.FromHours(1),
            TimeSpan.FromHours(2),
            TimeSpan.FromHours(4),
            TimeSpan.FromHours(8),
            TimeSpan.FromHours(8)
        );

    public Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop) => sending.Carry(item, RetryPolicy.IsLast(item), stop);
}
