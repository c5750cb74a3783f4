using System.Diagnostics;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Outbound;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Messaging.Emails.Transports;

namespace OwnerConsole.Messaging.Emails;

/// <summary>Sends queued emails in order. While the server or service is unavailable, only the first one is retried. An email that the server defers moves to its own queue.</summary>
/// <param name="policies">Decide which emails are sent; empty without the module of preferences.</param>
/// <param name="recipients">Find recipients who are neither team members nor belong to a tenant.</param>
public sealed class EmailSender(
    Database database,
    EmailTemplates templates,
    IEnumerable<IEmailSource> sources,
    EmailOutbox outbox,
    IEnumerable<IEmailTransport> transports,
    IEnumerable<IEmailPolicy> policies,
    IEnumerable<MessageTopic> topics,
    IEnumerable<IEmailRecipientSource> recipients,
    TimeProvider clock
) : IWorkHandler
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
        var transport = transports.First(known => known.Kind == settings.Service);
        var answer = await transport.Send(settings, ready.Email, sheet, to, () => Claim(ready.Email, stop), stop);
        if (answer.Outcome is EmailOutcome.Withdrawn)
            return WorkOutcome.Completed;
        var isOwnLane = item.Lane == EmailOutbox.LaneOf(job.Email);
        var later = answer.Outcome is EmailOutcome.Deferred && !isOwnLane;
        await using var work = await database.Write(WriteOrigin.Intake("email.attempt"), [job.TenantId], stop);
        var state = State(answer.Outcome, isLast && !later);
        var stored = await EmailRows.RecordAttempt(
            ready.Email,
            new(at, (int)watch.ElapsedMilliseconds, answer.Code, answer.Text) { VendorId = answer.VendorId },
            state,
            work
        );
        await Report(ready.Email, stored ?? state, work);
        if (answer.Outcome is EmailOutcome.RecipientRejected)
            foreach (var policy in policies)
                await policy.RecordBounce(ready.Email, to, work);
        if (later && !await IsDeferred(job, work))
            await EmailRows.MoveToOwnLane(ready.Email, DeferredEmailSender.Kind, DeferredEmailSender.FirstDelay, work);
        await work.Commit();
        return answer.Outcome switch
        {
            EmailOutcome.Accepted or EmailOutcome.RecipientRejected => WorkOutcome.Completed,
            EmailOutcome.Deferred when later => WorkOutcome.Completed,
            EmailOutcome.Rejected => WorkOutcome.Failed(Failure(answer) with { IsFinal = true }),
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
                : await EmailRecipient.Find(email.TenantId, email.Recipient, look) ?? await FindOther(email, look);
        if (FindSkipReason(email, to) is { } reason)
            return new(email, reason);
        var template = templates.Find(email.Template)!; // never null: FindSkipReason checks it
        var (topic, console) = (TopicOf(email, template), await PlatformAddress.Of(look));
        string? unsubscribeUrl = null;
        foreach (var policy in policies)
        {
            if (await policy.FindSkipReason(email, topic, to!, look) is { } excluded)
                return new(email, excluded);
            unsubscribeUrl ??= await policy.FindUnsubscribeUrl(email, topic, console, look);
        }
        var (source, test) = (sources.Find(email), TestMail.Find(email));
        var sourced = source is null ? null : await source.Find(email, console, look);
        if (source is not null && sourced is null)
            return new(email, "It was stopped before it was sent.");
        var shownAs = sourced?.ShownAs ?? (test is null ? to! : to! with { Language = test.Language });
        var text = await EmailTemplates.FindFor(template, shownAs.Language, look);
        var (facts, message) = (sourced?.Facts ?? outbox.Facts(email), sourced?.Content ?? template.FramedMessage);
        try
        {
            var sheet = EmailRenderer.Render(template, text, facts, await PlatformWords.Of(look), console, shownAs, stop, unsubscribeUrl, message) with
            {
                Bcc = sourced?.Bcc,
                IsImportant = sourced?.IsImportant ?? false,
            };
            var rendered = sheet.IsBuiltIn ? email with { Version = 0 } : email with { Version = text.Version, Language = text.Language };
            return new(rendered, null, settings, sheet, to);
        }
        catch (TemplateLimitException exceeded) when (!exceeded.IsTimeout) // after a timeout it is tried again
        {
            return new(email, $"The text {exceeded.Message}");
        }
    }

    private async Task<EmailRecipient?> FindOther(OutgoingEmail email, UnitOfWork look)
    {
        foreach (var source in recipients)
            if ((await source.List([email.Recipient], look)).GetValueOrDefault(email.Recipient) is { } found)
                return found;
        return await LogAnchor.Recipient(email.Recipient, look);
    }

    /// <summary>Facts can name the topic, for a template whose emails have different topics.</summary>
    private MessageTopic? TopicOf(OutgoingEmail email, EmailTemplate template) =>
        email.Facts.TryGetProperty("topic", out var key) && key.ValueKind is JsonValueKind.String
            ? topics.FirstOrDefault(topic => key.ValueEquals(topic.Key)) ?? template.Topic
            : template.Topic;

    private string? FindSkipReason(OutgoingEmail email, EmailRecipient? to) =>
        to switch
        {
            null => "The recipient was removed.",
            { Mode: Mode.Test } => "Demo users receive no emails.",
            _ when string.IsNullOrWhiteSpace(to.Address) => "The recipient has no email address.",
            _ when templates.Find(email.Template) is null => "The template no longer exists.",
            _ => null,
        };

    private async Task<bool> Claim(OutgoingEmail email, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake("email.attempt"), [email.TenantId], stop);
        var isClaimed = await EmailRows.Claim(email, work);
        await work.Commit();
        return isClaimed;
    }

    private async Task<WorkOutcome> Skip(PreparedEmail ready, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake("email.attempt"), [ready.Email.TenantId], stop);
        await EmailRows.RecordSkipped(ready.Email, ready.SkipReason!, work); // never null when there is no sheet
        await Report(ready.Email, EmailState.NotSent, work);
        await work.Commit();
        return WorkOutcome.Completed;
    }

    private Task Report(OutgoingEmail email, EmailState state, UnitOfWork work) => sources.Find(email)?.Record([new(email, state)], work) ?? Task.CompletedTask;

    /// <summary>True after a crash between moving the email to its own queue and finishing this job. The email is then sent twice with the same Message-ID, but retried only once.</summary>
    private static Task<bool> IsDeferred(Job job, UnitOfWork work) =>
        work.One<bool>("select exists (select from work.items where lane = @lane)", new { lane = EmailOutbox.LaneOf(job.Email) });

    private static EmailState State(EmailOutcome verdict, bool isLast) =>
        verdict switch
        {
            EmailOutcome.Accepted => EmailState.Sent,
            EmailOutcome.RecipientRejected => EmailState.Bounced,
            EmailOutcome.Rejected => EmailState.Failed,
            _ => isLast ? EmailState.Failed : EmailState.Waiting,
        };

    private static Failure Failure(EmailResult answer)
    {
        var pause = answer.Outcome is EmailOutcome.RateLimited ? ServicePause.Of(answer.RetryAfter) : TimeSpan.Zero;
        return new(answer.Code is { } code ? $"{code} {answer.Text}" : answer.Text)
        {
            RetryAfter = answer.RetryAfter,
            MinDelay = pause,
            LanePause = pause,
        };
    }

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
