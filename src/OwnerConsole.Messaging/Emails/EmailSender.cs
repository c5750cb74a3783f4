using System.Diagnostics;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Messaging.Emails;

/// <summary>Sends queued emails in order. While the server is unavailable, only the first one is retried. An email that the server defers moves to its own queue.</summary>
public sealed class EmailSender(Database database, EmailTemplates templates, EmailOutbox outbox, SmtpTransport server, TimeProvider clock) : IWorkHandler
{
    public string Name => EmailOutbox.Kind;

    public string Title => "Send email";

    public bool SendsExternally => true;

    /// <summary>Retries for 24 hours, at most ten minutes apart, so that a recovered server is noticed quickly.</summary>
    public RetryPolicy RetryPolicy { get; } =
        new([
            TimeSpan.FromSeconds(5),
            TimeSpan.FromSeconds(30),
            TimeSpan.FromMinutes(1),
            TimeSpan.FromMinutes(5),
            .. Enumerable.Repeat(TimeSpan.FromMinutes(10), 143),
        ])
        {
            PauseAfterFailures = 3,
            PauseLength = TimeSpan.FromMinutes(1),
        };

    public Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop) => Carry(item, RetryPolicy.IsLast(item), stop);

    internal async Task<WorkOutcome> Carry(WorkItem item, bool isLast, CancellationToken stop)
    {
        var job = Json.Read<Job>(item.Body);
        if (await Prepare(job, stop) is not { } ready)
            return WorkOutcome.Completed;
        if (ready is not { Settings: { } settings, Rendered: { } sheet, To: { } to })
            return await Skip(ready, stop);
        var (at, watch) = (clock.GetUtcNow(), Stopwatch.StartNew());
        var answer = await server.Send(settings, ready.Email, sheet, to, stop);
        var isOwnLane = item.Lane != EmailOutbox.Lane;
        var later = answer.Outcome is SmtpOutcome.Deferred && !isOwnLane;
        await using var work = await database.Write(WriteOrigin.Intake("email.attempt"), [job.TenantId], stop);
        await EmailRows.RecordAttempt(
            ready.Email,
            new(at, (int)watch.ElapsedMilliseconds, answer.Code, answer.Text),
            State(answer.Outcome, isLast && !later),
            work
        );
        if (later && !await IsDeferred(job, work))
            await EmailRows.MoveToOwnLane(ready.Email, DeferredEmailSender.Kind, DeferredEmailSender.FirstDelay, work);
        await work.Commit();
        return answer.Outcome switch
        {
            SmtpOutcome.Accepted or SmtpOutcome.RecipientRejected => WorkOutcome.Completed,
            SmtpOutcome.Deferred when later => WorkOutcome.Completed,
            SmtpOutcome.Rejected => WorkOutcome.Failed(Failure(answer) with { IsFinal = true }),
            _ => WorkOutcome.Failed(Failure(answer)),
        };
    }

    /// <summary>Loads everything that is needed, and releases the database connection before the server is called.</summary>
    /// <returns>Null when there is nothing left to send.</returns>
    private async Task<PreparedEmail?> Prepare(Job job, CancellationToken stop)
    {
        await using var look = await database.ReadTenants([job.TenantId, IdGenerator.Platform], stop);
        if (await EmailRows.FindToSend(job.TenantId, job.Email, look) is not { } email)
            return null;
        if (await MailSettings.Find(look) is not { } settings)
            return new(email, "Email is not set up.");
        var to =
            email.Recipient == IdGenerator.Platform
                ? new EmailRecipient(settings.FromName, settings.FromAddress, null, Mode.Live)
                : await EmailRecipient.Find(email.TenantId, email.Recipient, look) ?? await LogAnchor.Recipient(email.Recipient, look);
        if (FindSkipReason(email, to) is { } reason)
            return new(email, reason);
        var template = templates.Find(email.Template)!; // never null: Hindrance checks it
        var words = await templates.Words(template, look);
        var sheet = EmailRenderer.Render(template, words, outbox.Facts(email), await PlatformWords.Of(look), await PlatformAddress.Of(look), to!, stop);
        return new(email, null, settings, sheet, to);
    }

    private string? FindSkipReason(OutgoingEmail email, EmailRecipient? to) =>
        to switch
        {
            null => "The recipient was removed.",
            { Mode: Mode.Test } => "Demo users receive no emails.",
            _ when string.IsNullOrWhiteSpace(to.Address) => "The recipient has no email address.",
            _ when templates.Find(email.Template) is null => "The template no longer exists.",
            _ => null,
        };

    private async Task<WorkOutcome> Skip(PreparedEmail ready, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake("email.attempt"), [ready.Email.TenantId], stop);
        await EmailRows.RecordSkipped(ready.Email, ready.SkipReason!, work); // never null when there is no sheet
        await work.Commit();
        return WorkOutcome.Completed;
    }

    /// <summary>True after a crash between moving the email to its own queue and finishing this job. The email is then sent twice with the same Message-ID, but retried only once.</summary>
    private static Task<bool> IsDeferred(Job job, UnitOfWork work) =>
        work.One<bool>("select exists (select from work.items where lane = @lane)", new { lane = EmailOutbox.LaneOf(job.Email) });

    private static EmailState State(SmtpOutcome verdict, bool isLast) =>
        verdict switch
        {
            SmtpOutcome.Accepted => EmailState.Sent,
            SmtpOutcome.RecipientRejected => EmailState.Bounced,
            SmtpOutcome.Rejected => EmailState.Failed,
            _ => isLast ? EmailState.Failed : EmailState.Waiting,
        };

    private static Failure Failure(SmtpResult answer) => new(answer.Code is { } code ? $"{code} {answer.Text}" : answer.Text);

    private sealed record Job(string TenantId, string Email);

    /// <param name="SkipReason">Why the email can't be sent; null if it can.</param>
    private sealed record PreparedEmail(
        OutgoingEmail Email,
        string? SkipReason,
        MailSettings? Settings = null,
        RenderedEmail? Rendered = null,
        EmailRecipient? To = null
    );
}
