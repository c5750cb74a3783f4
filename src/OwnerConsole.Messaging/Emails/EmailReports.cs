using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Messaging.Emails.Transports;

namespace OwnerConsole.Messaging.Emails;

/// <summary>Stores delivery reports of email services: the state of the email, the result for its source, and addresses that receive nothing more.</summary>
public sealed class EmailReports(Database database, IEnumerable<IEmailSource> sources, IEnumerable<IEmailPolicy> policies)
{
    /// <summary>Reports of unknown emails, such as those of another console with the same account, are ignored, as are reports about blind copies.</summary>
    internal async Task Store(EmailReport report, CancellationToken stop)
    {
        if (!IsId(report.EmailId) || report.Id.Any(char.IsControl))
            return;
        OutgoingEmail? email;
        await using (var reading = await database.Read(stop))
            email = await reading.One<OutgoingEmail>(
                "select tenant_id, email_id, template, recipient, facts, null::bytea as secret, attempts from core.emails where email_id = @EmailId",
                new { report.EmailId }
            );
        if (email is null)
            return;
        EmailRecipient? to;
        await using (var look = await database.ReadTenants([email.TenantId, IdGenerator.Platform], stop))
            to = await EmailRecipient.Find(email.TenantId, email.Recipient, look);
        var mailbox = to is null ? null : MimeMessageFactory.Recipient(to);
        if (mailbox is not null && report.Address is { } address && !ServiceEmail.IsSame(ServiceEmail.Address(mailbox), address))
            return;
        // Without the member's address, it couldn't be removed from the text.
        var answer = report.Answer is { Length: > 0 } text && mailbox is not null ? EmailResult.Line(text, mailbox) : null;
        await using var work = await database.Write(WriteOrigin.Intake("email.report"), [email.TenantId], stop);
        if (!await EmailRows.AddReport(email, report.Id, report.Kind, report.At, answer, work))
            return;
        if (
            StateAfter(report.Kind) is var (state, from)
            && await EmailRows.Change(email, state, from, state is EmailState.Delivered ? null : answer ?? Reason(report.Kind), work)
        )
            await (sources.Find(email)?.Record(email, state, work) ?? Task.CompletedTask);
        foreach (var policy in to is null ? [] : policies)
            if (report.Kind is EmailReportKind.HardBounce)
                await policy.RecordBounce(email, to!, work);
            else if (report.Kind is EmailReportKind.Complaint)
                await policy.RecordComplaint(email, to!, work);
        await work.Commit();
    }

    private static bool IsId(string text) =>
        text.StartsWith("eml_", StringComparison.Ordinal)
        && text.Length <= VendorEvents.MaxIdLength
        && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');

    /// <summary>Reports can arrive in any order, and before the response to the request that sent the email.</summary>
    private static (EmailState State, IReadOnlyList<EmailState> From)? StateAfter(EmailReportKind kind) =>
        kind switch
        {
            EmailReportKind.Delivered => (EmailState.Delivered, [EmailState.Waiting, EmailState.Sent]),
            EmailReportKind.SoftBounce or EmailReportKind.HardBounce => (EmailState.Bounced, [EmailState.Waiting, EmailState.Sent, EmailState.Delivered]),
            EmailReportKind.Complaint => (EmailState.Complained, [EmailState.Waiting, EmailState.Sent, EmailState.Delivered]),
            EmailReportKind.Failed => (EmailState.Failed, [EmailState.Sent]),
            _ => null,
        };

    private static string Reason(EmailReportKind kind) =>
        kind switch
        {
            EmailReportKind.Complaint => "The recipient marked it as spam.",
            EmailReportKind.Failed => "The service didn't send it.",
            _ => "The recipient's server rejected it.",
        };
}

/// <summary>What a service reported about an email.</summary>
/// <param name="Id">Id of the report, the same when it is sent again.</param>
/// <param name="Answer">Text of the recipient's server or reason; null for none.</param>
/// <param name="Address">Address that it is about; null if the service doesn't say.</param>
internal sealed record EmailReport(string EmailId, string Id, EmailReportKind Kind, DateTimeOffset At, string? Answer, string? Address);
