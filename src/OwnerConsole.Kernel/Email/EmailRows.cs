using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Kernel.Email;

/// <summary>Reads queued emails and stores the results of sending them.</summary>
public static class EmailRows
{
    /// <returns>Null when the email was cancelled or already accepted by the mail server.</returns>
    public static Task<OutgoingEmail?> FindToSend(string tenantId, string emailId, UnitOfWork work) =>
        work.One<OutgoingEmail>(
            """
            select tenant_id, email_id, template, recipient, facts, secret, attempts
              from core.emails
             where tenant_id = @tenantId and email_id = @emailId and state not in ('sent', 'delivered', 'bounced', 'complained')
            """,
            new { tenantId, emailId }
        );

    /// <summary>Marks the start of an attempt, after which an undo no longer withdraws the email. Call it as late as possible, in its own unit of work.</summary>
    /// <returns>False when the email was withdrawn or cancelled since it was read.</returns>
    public static async Task<bool> Claim(OutgoingEmail email, UnitOfWork work) =>
        await work.Execute(
            "update core.emails set sending_since = clock_timestamp() where tenant_id = @TenantId and email_id = @EmailId and state <> 'not_sent'",
            new { email.TenantId, email.EmailId }
        ) > 0;

    /// <summary>
    /// Stores an attempt and its result; does nothing if the email was cancelled in the meantime. A delivery report that arrived before it stays, and a
    /// failure that was reported before it applies now.
    /// </summary>
    /// <returns>The new state; null if the email was cancelled.</returns>
    public static async Task<EmailState?> RecordAttempt(OutgoingEmail email, EmailSendAttempt attempt, EmailState state, UnitOfWork work)
    {
        // Otherwise the statement below could miss a report that is stored at the same time.
        await work.One<string>(
            "select email_id from core.emails where tenant_id = @TenantId and email_id = @EmailId for update",
            new { email.TenantId, email.EmailId }
        );
        return await work.One<EmailState?>(
            $"""
            with failure as (
              update core.email_reports set is_pending = false
               where tenant_id = @TenantId and email_id = @EmailId and is_pending and @state <> 'waiting'
              returning coalesce(answer, @NotSentByService) as reason),
            email as (
              update core.emails
                 set attempts = @number, sending_since = null,
                     state = case when state in {Reported} then state when @state = 'sent' and exists (select from failure) then 'failed' else @state end,
                     reason = case when state in {Reported} then reason when @state <> 'sent' then @Answer else (select max(failure.reason) from failure) end,
                     ended_at = case when state in {Reported} then ended_at when @state <> 'waiting' then clock_timestamp() end,
                     secret = case when @state not in ('sent', 'bounced') then secret end, vendor_id = coalesce(@VendorId, vendor_id),
                     version = @Version, language = @Language
               where tenant_id = @TenantId and email_id = @EmailId
              returning tenant_id, email_id, state),
            attempt as (
              insert into core.email_attempts (tenant_id, email_id, attempt, at, took_ms, code, answer)
              select tenant_id, email_id, @number, @At, @TookMs, @Code, @Answer from email
              on conflict do nothing)
            select state from email
            """,
            new
            {
                email.TenantId,
                email.EmailId,
                number = email.Attempts + 1,
                state,
                attempt.At,
                attempt.TookMs,
                attempt.Code,
                attempt.Answer,
                attempt.VendorId,
                email.Version,
                email.Language,
                NotSentByService,
            }
        );
    }

    /// <summary>Reason of a failure that the service reported without one.</summary>
    public const string NotSentByService = "The service didn't send it.";

    /// <summary>States that only a delivery report can set, because an email in them is not sent again.</summary>
    private const string Reported = "('delivered', 'bounced', 'complained')";

    /// <summary>Marks an email as skipped without an attempt.</summary>
    public static Task RecordSkipped(OutgoingEmail email, string reason, UnitOfWork work) =>
        work.Execute(
            "update core.emails set state = 'not_sent', reason = @reason, secret = null, sending_since = null, ended_at = clock_timestamp() where tenant_id = @TenantId and email_id = @EmailId",
            new
            {
                email.TenantId,
                email.EmailId,
                reason,
            }
        );

    /// <summary>Moves an email to a separate queue: the mail server wants it later but accepts others.</summary>
    public static async Task MoveToOwnLane(OutgoingEmail email, string kind, TimeSpan after, UnitOfWork work)
    {
        await work.Enqueue(EmailOutbox.LaneOf(email.EmailId), kind, new { email.TenantId, Email = email.EmailId }, work.Now + after);
        await work.SetName(email.EmailId, "email", email.Template); // shown in the list of queues
    }
}

/// <summary>An email to be sent.</summary>
/// <param name="Secret">Encrypted; null for an email without a secret.</param>
/// <param name="Attempts">Number of previous attempts.</param>
public sealed record OutgoingEmail(string TenantId, string EmailId, string Template, string Recipient, JsonElement Facts, byte[]? Secret, int Attempts)
{
    /// <summary>Version of the template that it was rendered with; 0 for the built-in text, null before.</summary>
    public int? Version { get; init; }

    /// <summary>Language of the translation that it was rendered with; null for the default text.</summary>
    public string? Language { get; init; }
}

/// <param name="Code">SMTP code of the mail server, or HTTP status of the service; null when it did not reply.</param>
/// <param name="Answer">Reply text, or the reason why there is none; without the recipient's address.</param>
public sealed record EmailSendAttempt(DateTimeOffset At, int TookMs, int? Code, string Answer)
{
    /// <summary>Id of the email at the service; null if it has none.</summary>
    public string? VendorId { get; init; }
}
