using System.Diagnostics;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Lanes;
using OwnerConsole.Kernel.Letters;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Reliability.Mails;

/// <summary>Sends queued emails in order. While the server is unavailable, only the first one is retried. An email that the server defers moves to its own queue.</summary>
public sealed class Sending(Database database, MailTemplates templates, Outbox outbox, SmtpServer server, TimeProvider clock) : IWorkKind
{
    public string Name => Outbox.Kind;

    public bool Leaves => true;

    /// <summary>Retries for 24 hours, at most ten minutes apart, so that a recovered server is noticed quickly.</summary>
    public RetryPolicy Retries { get; } =
        new([
            TimeSpan.FromSeconds(5),
            TimeSpan.FromSeconds(30),
            TimeSpan.FromMinutes(1),
            TimeSpan.FromMinutes(5),
            .. Enumerable.Repeat(TimeSpan.FromMinutes(10), 143),
        ])
        {
            RestsAfter = 3,
            Rest = TimeSpan.FromMinutes(1),
        };

    public Task<WorkOutcome> Carry(WorkItem item, CancellationToken stop) => Carry(item, Retries.IsLast(item), stop);

    internal async Task<WorkOutcome> Carry(WorkItem item, bool isLast, CancellationToken stop)
    {
        var job = Json.Read<Job>(item.Body);
        if (await Prepare(job, stop) is not { } ready)
            return WorkOutcome.Over;
        if (ready is not { Settings: { } settings, Sheet: { } sheet, To: { } to })
            return await Skip(ready, stop);
        var (at, watch) = (clock.GetUtcNow(), Stopwatch.StartNew());
        var answer = await server.Send(settings, ready.Letter, sheet, to, stop);
        var isOwnLane = item.Lane != Outbox.Lane;
        var later = answer.Verdict is SmtpVerdict.Later && !isOwnLane;
        await using var work = await database.Write(Door.Intake("letter.attempt"), [job.TenantId], stop);
        await SentLetters.Tried(ready.Letter, new(at, (int)watch.ElapsedMilliseconds, answer.Code, answer.Text), State(answer.Verdict, isLast && !later), work);
        if (later && !await IsAside(job, work))
            await SentLetters.PutAside(ready.Letter, SendingLater.Kind, SendingLater.First, work);
        await work.Commit();
        return answer.Verdict switch
        {
            SmtpVerdict.Taken or SmtpVerdict.NoRecipient => WorkOutcome.Over,
            SmtpVerdict.Later when later => WorkOutcome.Over,
            SmtpVerdict.Refused => WorkOutcome.Failed(Failure(answer) with { IsFinal = true }),
            _ => WorkOutcome.Failed(Failure(answer)),
        };
    }

    /// <summary>Loads everything that is needed, and releases the database connection before the server is called.</summary>
    /// <returns>Null when there is nothing left to send.</returns>
    private async Task<Ready?> Prepare(Job job, CancellationToken stop)
    {
        await using var look = await database.Look([job.TenantId, IdSource.Platform], stop);
        if (await SentLetters.ToSend(job.TenantId, job.Letter, look) is not { } letter)
            return null;
        if (await MailSettings.Find(look) is not { } settings)
            return new(letter, "Email is not set up.");
        var to =
            letter.Recipient == IdSource.Platform
                ? new Recipient(settings.FromName, settings.FromAddress, null, Population.Live)
                : await Recipient.Find(letter.TenantId, letter.Recipient, look) ?? await LogAnchor.Recipient(letter.Recipient, look);
        if (Hindrance(letter, to) is { } why)
            return new(letter, why);
        var template = templates.Find(letter.Template)!; // never null: Hindrance checks it
        var words = await templates.Words(template, look);
        var sheet = LetterPaper.Draw(template, words, outbox.Facts(letter), await PlatformWords.Of(look), await PlatformAddress.Of(look), to!, stop);
        return new(letter, null, settings, sheet, to);
    }

    private string? Hindrance(Letter letter, Recipient? to) =>
        to switch
        {
            null => "The recipient was removed.",
            { Population: Population.Demo } => "Demo users receive no emails.",
            _ when string.IsNullOrWhiteSpace(to.Address) => "The recipient has no email address.",
            _ when templates.Find(letter.Template) is null => "The template no longer exists.",
            _ => null,
        };

    private async Task<WorkOutcome> Skip(Ready ready, CancellationToken stop)
    {
        await using var work = await database.Write(Door.Intake("letter.attempt"), [ready.Letter.TenantId], stop);
        await SentLetters.Skipped(ready.Letter, ready.Hindrance!, work); // never null when there is no sheet
        await work.Commit();
        return WorkOutcome.Over;
    }

    /// <summary>True after a crash between moving the email to its own queue and finishing this job. The email is then sent twice with the same Message-ID, but retried only once.</summary>
    private static Task<bool> IsAside(Job job, Work work) =>
        work.One<bool>("select exists (select from work.items where lane = @lane)", new { lane = Outbox.LaneOf(job.Letter) });

    private static LetterState State(SmtpVerdict verdict, bool isLast) =>
        verdict switch
        {
            SmtpVerdict.Taken => LetterState.Sent,
            SmtpVerdict.NoRecipient => LetterState.Bounced,
            SmtpVerdict.Refused => LetterState.Failed,
            _ => isLast ? LetterState.Failed : LetterState.Waiting,
        };

    private static Failure Failure(SmtpAnswer answer) => new(answer.Code is { } code ? $"{code} {answer.Text}" : answer.Text);

    private sealed record Job(string TenantId, string Letter);

    /// <param name="Hindrance">Why the email can't be sent; null if it can.</param>
    private sealed record Ready(Letter Letter, string? Hindrance, MailSettings? Settings = null, Sheet? Sheet = null, Recipient? To = null);
}
