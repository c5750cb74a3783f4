using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;

namespace OwnerConsole.Messaging.Broadcasts;

/// <summary>Provides the content of a broadcast's emails, and records the result of each.</summary>
public sealed class BroadcastEmails(Database database) : IEmailSource
{
    public string Template => BroadcastContent.Template.Name;

    /// <returns>Facts of the emails of a broadcast.</returns>
    /// <param name="correction">Version with the corrected text, for emails that follow a correction.</param>
    internal static JsonElement Facts(Broadcast broadcast, int? correction = null) =>
        Json.Element(new EmailFacts(broadcast.Id, RecipientReader.Topic(broadcast.Kind).Key, correction));

    /// <returns>Facts of a test email.</returns>
    /// <param name="memberId">Member whose values are inserted; null for example values.</param>
    internal static JsonElement TestFacts(string broadcastId, string? memberId) =>
        Json.Element(new EmailFacts(broadcastId, null, IsTest: true, TestMember: memberId));

    public async Task<SourcedEmail?> Find(OutgoingEmail email, string? console, UnitOfWork work)
    {
        var facts = Json.Read<EmailFacts>(email.Facts);
        if (await Broadcast.Find(facts.Broadcast, work) is not { } broadcast)
            return null;
        var content = BroadcastContent.Of(broadcast);
        if (facts.IsTest)
            return await FindTest(broadcast, content, facts.TestMember, work);
        if (facts.Correction is { } version ? version != broadcast.Version : broadcast.State is not BroadcastState.Sending)
            return null;
        if (facts.Correction is not null)
            content = BroadcastContent.OfCorrection(content);
        if (console is not null && await BroadcastTracking.IsOn(work))
            content = BroadcastTracking.Add(content, console, email.EmailId);
        return new(content, Json.Element(new { tenant = new { name = await NameOf(email.TenantId, work) } }));
    }

    /// <returns>Null if the member doesn't exist any more.</returns>
    private async Task<SourcedEmail?> FindTest(Broadcast broadcast, EmailContent content, string? memberId, UnitOfWork work)
    {
        await using var reading = await database.Read(work.Stop); // the email belongs to the platform, which can't read the member's tenant
        var sample = memberId is null ? SampleRecipient.Example : await BroadcastPreview.FindSample(broadcast.Mode, memberId, reading);
        return sample is null
            ? null
            : new(content with { Subject = $"[Test] {content.Subject}" }, BroadcastPreview.Facts(sample)) { ShownAs = sample.AsRecipient(broadcast.Mode) };
    }

    public async Task Record(IReadOnlyList<EmailChange> changes, UnitOfWork work)
    {
        var results = new List<(OutgoingEmail Email, EmailFacts Facts, RecipientState State)>();
        foreach (var (email, state) in changes.Where(change => change.State is not EmailState.Waiting))
        {
            var facts = Json.Read<EmailFacts>(email.Facts);
            results.Add((email, facts, await StateOf(state, facts.Broadcast, work)));
        }
        if (results.Count == 0)
            return;
        await work.Execute(
            """
            update broadcasts.recipients r set state = n.state, changed_at = clock_timestamp()
              from unnest(@tenants, @broadcasts, @members, @channels, @emails, @states) n(tenant_id, broadcast_id, member_id, channel, email_id, state)
             where r.tenant_id = n.tenant_id and r.broadcast_id = n.broadcast_id and r.member_id = n.member_id and r.channel = n.channel
               and r.state <> n.state and not (n.state = 'sent' and r.state in ('delivered', 'bounced')) and (r.channel = 'email' or r.reference = n.email_id)
            """,
            new
            {
                tenants = results.Select(result => result.Email.TenantId).ToArray(),
                broadcasts = results.Select(result => result.Facts.Broadcast).ToArray(),
                members = results.Select(result => result.Email.Recipient).ToArray(),
                channels = results.Select(result => result.Facts.Correction is null ? ChannelSource.Email : ChannelSource.Correction).ToArray(),
                emails = results.Select(result => result.Email.EmailId).ToArray(),
                states = results.Select(result => result.State.ToText()).ToArray(),
            }
        );
    }

    private async Task<RecipientState> StateOf(EmailState state, string broadcastId, UnitOfWork work) =>
        state switch
        {
            EmailState.Sent => RecipientState.Sent,
            EmailState.Delivered or EmailState.Complained => RecipientState.Delivered,
            EmailState.Bounced => RecipientState.Bounced,
            EmailState.Failed => RecipientState.Failed,
            _ => await RecipientRows.SkippedState(broadcastId, database, work.Stop),
        };

    private static Task<string?> NameOf(string tenantId, UnitOfWork work) =>
        work.One<string>("select name from core.tenants where tenant_id = @tenantId", new { tenantId });

    /// <param name="Topic">Topic that the recipient can switch off; null for a test.</param>
    /// <param name="Correction">Version with the corrected text, for an email that follows a correction; null otherwise.</param>
    /// <param name="IsTest">Whether a team member receives it as a test.</param>
    /// <param name="TestMember">Member whose values a test shows; null for example values.</param>
    private sealed record EmailFacts(string Broadcast, string? Topic, int? Correction = null, bool IsTest = false, string? TestMember = null);
}
