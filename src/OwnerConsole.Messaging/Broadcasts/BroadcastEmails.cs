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

    public async Task Record(OutgoingEmail email, EmailState state, UnitOfWork work)
    {
        if (state is EmailState.Waiting)
            return;
        var facts = Json.Read<EmailFacts>(email.Facts);
        await work.Execute(
            """
            update broadcasts.recipients set state = @state, changed_at = clock_timestamp()
             where tenant_id = @TenantId and broadcast_id = @Broadcast and member_id = @Recipient and channel = @channel and state <> @state and not (@state = 'sent' and state in ('delivered', 'bounced'))
               and (channel = 'email' or reference = @EmailId)
            """,
            new
            {
                state = state switch
                {
                    EmailState.Sent => RecipientState.Sent,
                    EmailState.Delivered or EmailState.Complained => RecipientState.Delivered,
                    EmailState.Bounced => RecipientState.Bounced,
                    EmailState.Failed => RecipientState.Failed,
                    _ => await RecipientRows.SkippedState(facts.Broadcast, database, work.Stop),
                },
                email.TenantId,
                facts.Broadcast,
                channel = facts.Correction is null ? ChannelSource.Email : ChannelSource.Correction,
                email.Recipient,
                email.EmailId,
            }
        );
    }

    private static Task<string?> NameOf(string tenantId, UnitOfWork work) =>
        work.One<string>("select name from core.tenants where tenant_id = @tenantId", new { tenantId });

    /// <param name="Topic">Topic that the recipient can switch off; null for a test.</param>
    /// <param name="Correction">Version with the corrected text, for an email that follows a correction; null otherwise.</param>
    /// <param name="IsTest">Whether a team member receives it as a test.</param>
    /// <param name="TestMember">Member whose values a test shows; null for example values.</param>
    private sealed record EmailFacts(string Broadcast, string? Topic, int? Correction = null, bool IsTest = false, string? TestMember = null);
}
