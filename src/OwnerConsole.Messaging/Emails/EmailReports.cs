using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Messaging.Emails.Transports;

namespace OwnerConsole.Messaging.Emails;

/// <summary>Stores delivery reports of email services: the state of the email, the result for its source, and addresses that receive nothing more.</summary>
public sealed class EmailReports(
    Database database,
    IEnumerable<IEmailSource> sources,
    IEnumerable<IEmailPolicy> policies,
    IEnumerable<IEmailRecipientSource> others
)
{
    /// <summary>Most reports that are stored in one transaction.</summary>
    private const int MaxBatch = 500;

    /// <summary>Reports of unknown emails, such as those of another console with the same account, are ignored, as are reports about blind copies.</summary>
    internal async Task Store(IReadOnlyList<EmailReport> reports, CancellationToken stop)
    {
        foreach (var batch in reports.Where(report => IsId(report.EmailId) && !report.Id.Any(char.IsControl)).Chunk(MaxBatch))
            if (await FindKnown(batch, stop) is { Count: > 0 } known)
                await Store(known, stop);
    }

    /// <returns>The reports about emails of this console and their recipients, in order.</returns>
    private async Task<IReadOnlyList<KnownReport>> FindKnown(IReadOnlyCollection<EmailReport> reports, CancellationToken stop)
    {
        Dictionary<string, OutgoingEmail> emails;
        await using (var reading = await database.Read(stop))
            emails = (await EmailReportRows.FindEmails([.. reports.Select(report => report.EmailId).Distinct(StringComparer.Ordinal)], reading)).ToDictionary(
                email => email.EmailId,
                StringComparer.Ordinal
            );
        if (emails.Count == 0)
            return [];
        await using var look = await database.ReadTenants([.. emails.Values.Select(email => email.TenantId).Append(IdGenerator.Platform).Distinct()], stop);
        var recipients = new Dictionary<(string TenantId, string Id), EmailRecipient>(
            await EmailRecipient.List([.. emails.Values.Select(email => (email.TenantId, email.Recipient)).Distinct()], look)
        );
        var platform = emails
            .Values.Where(email => email.TenantId == IdGenerator.Platform)
            .Select(email => email.Recipient)
            .Distinct(StringComparer.Ordinal)
            .ToList();
        foreach (var source in others)
        foreach (var (id, found) in await source.List(platform, look))
            recipients.TryAdd((IdGenerator.Platform, id), found);
        return
        [
            .. reports
                .Where(report => emails.ContainsKey(report.EmailId))
                .Select(report => (Report: report, Email: emails[report.EmailId]))
                .Select(row => KnownReport.Of(row.Report, row.Email, recipients.GetValueOrDefault((row.Email.TenantId, row.Email.Recipient))))
                .OfType<KnownReport>(),
        ];
    }

    private async Task Store(IReadOnlyList<KnownReport> reports, CancellationToken stop)
    {
        var emails = reports.Select(report => report.Email).DistinctBy(email => email.EmailId, StringComparer.Ordinal).ToList();
        await using var work = await database.Write(
            WriteOrigin.Intake("email.report"),
            [.. emails.Select(email => email.TenantId).Distinct(StringComparer.Ordinal)],
            stop
        );
        var before = await EmailReportRows.Lock(emails, work);
        var stored = await EmailReportRows.FindReports(emails, work);
        var fresh = reports
            .Where(report => before.ContainsKey(report.Email.EmailId) && !stored.Contains((report.Email.EmailId, report.Id)))
            .DistinctBy(report => (report.Email.EmailId, report.Id))
            .ToList();
        if (fresh.Count == 0)
            return;
        var (states, reasons) = (new Dictionary<string, EmailState>(before, StringComparer.Ordinal), new Dictionary<string, string?>(StringComparer.Ordinal));
        var added = new List<NewEmailReport>();
        foreach (var report in fresh)
        {
            var (id, now) = (report.Email.EmailId, states[report.Email.EmailId]);
            added.Add(new(report.Email, report.Id, report.Kind, report.At, report.Answer, report.Kind is EmailReportKind.Failed && now is EmailState.Waiting));
            if (StateAfter(report.Kind) is var (state, from) && from.Contains(now))
                (states[id], reasons[id]) = (state, state is EmailState.Delivered ? null : report.Answer ?? Reason(report.Kind));
        }
        await EmailReportRows.Add(added, work);
        var changes = emails.Where(email => reasons.ContainsKey(email.EmailId)).Select(email => new EmailChange(email, states[email.EmailId])).ToList();
        if (changes.Count > 0)
            await EmailReportRows.Change([.. changes.Select(change => (change, reasons[change.Email.EmailId]))], work);
        foreach (var same in changes.GroupBy(change => sources.Find(change.Email)))
            if (same.Key is { } source)
                await source.Record([.. same], work);
        await Suppress(fresh, work);
        await work.Commit();
    }

    /// <summary>Few of the reports in a batch are about addresses that receive nothing more.</summary>
    private async Task Suppress(IReadOnlyList<KnownReport> reports, UnitOfWork work)
    {
        foreach (var report in reports.Where(report => report.To is not null && report.Kind is EmailReportKind.HardBounce or EmailReportKind.Complaint))
        foreach (var policy in policies)
            if (report.Kind is EmailReportKind.HardBounce)
                await policy.RecordBounce(report.Email, report.To!, work); // selected above
            else
                await policy.RecordComplaint(report.Email, report.To!, work); // selected above
    }

    private static bool IsId(string text) =>
        text.StartsWith("eml_", StringComparison.Ordinal)
        && text.Length <= VendorEvents.MaxIdLength
        && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');

    /// <summary>
    /// Reports can arrive in any order, and before the response to the request that sent the email is stored. A failure then waits for that response,
    /// because a failed email could be sent again.
    /// </summary>
    private static (EmailState State, IReadOnlyList<EmailState> From)? StateAfter(EmailReportKind kind) =>
        kind switch
        {
            EmailReportKind.Delivered => (EmailState.Delivered, [EmailState.Waiting, EmailState.Sent, EmailState.Failed]),
            EmailReportKind.SoftBounce or EmailReportKind.HardBounce => (EmailState.Bounced, [EmailState.Waiting, EmailState.Sent, EmailState.Delivered]),
            EmailReportKind.Complaint => (EmailState.Complained, [EmailState.Waiting, EmailState.Sent, EmailState.Delivered]),
            EmailReportKind.Failed => (EmailState.Failed, [EmailState.Sent]),
            _ => null,
        };

    private static string Reason(EmailReportKind kind) =>
        kind switch
        {
            EmailReportKind.Complaint => "The recipient marked it as spam.",
            EmailReportKind.Failed => EmailRows.NotSentByService,
            _ => "The recipient's server rejected it.",
        };
}

/// <summary>What a service reported about an email.</summary>
/// <param name="Id">Id of the report, the same when it is sent again.</param>
/// <param name="Answer">Text of the recipient's server or reason; null for none.</param>
/// <param name="Address">Address that it is about; null if the service doesn't say.</param>
internal sealed record EmailReport(string EmailId, string Id, EmailReportKind Kind, DateTimeOffset At, string? Answer, string? Address);

/// <summary>A report about an email of this console.</summary>
/// <param name="To">Current recipient of the email; null if it doesn't exist any more.</param>
/// <param name="Answer">Text without the recipient's address; null for none.</param>
internal sealed record KnownReport(OutgoingEmail Email, EmailRecipient? To, string Id, EmailReportKind Kind, DateTimeOffset At, string? Answer)
{
    /// <returns>Null for a report about another address, such as that of a blind copy.</returns>
    public static KnownReport? Of(EmailReport report, OutgoingEmail email, EmailRecipient? to)
    {
        var mailbox = to is null ? null : MimeMessageFactory.Recipient(to);
        if (mailbox is not null && report.Address is { } address && !ServiceEmail.IsSame(ServiceEmail.Address(mailbox), address))
            return null;
        // Without the member's address, it couldn't be removed from the text.
        var answer = report.Answer is { Length: > 0 } text && mailbox is not null ? EmailResult.Line(text, mailbox) : null;
        return new(email, to, report.Id, report.Kind, report.At, answer);
    }
}
