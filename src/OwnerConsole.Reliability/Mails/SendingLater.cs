using OwnerConsole.Kernel.Lanes;

namespace OwnerConsole.Reliability.Mails;

/// <summary>Sends one email that the server deferred, in a separate queue, so that other emails are not delayed.</summary>
public sealed class SendingLater(Sending sending) : IWorkKind
{
    public const string Kind = "letter.send_later";

    public static readonly TimeSpan First = TimeSpan.FromMinutes(5);

    public string Name => Kind;

    public bool Leaves => true;

    /// <summary>Retries for 24 hours including the first delay. Greylisting usually ends within the first hour.</summary>
    public RetryPolicy Retries { get; } =
        new(
            TimeSpan.FromMinutes(15),
            TimeSpan.FromMinutes(30),
            TimeSpan.FromHours(1),
            TimeSpan.FromHours(2),
            TimeSpan.FromHours(4),
            TimeSpan.FromHours(8),
            TimeSpan.FromHours(8)
        );

    public Task<WorkOutcome> Carry(WorkItem item, CancellationToken stop) => sending.Carry(item, Retries.IsLast(item), stop);
}
