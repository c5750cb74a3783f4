using System.Text.RegularExpressions;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Messaging.Emails.Public;
using OwnerConsole.Messaging.Notifications.Public;
using OwnerConsole.Messaging.Preferences.Public;

namespace OwnerConsole.Messaging.Broadcasts;

/// <summary>Delivers a broadcast to the inboxes of its recipients. Its text is stored once, or once for each recipient whose values it contains.</summary>
public sealed partial class InAppDelivery(Database database, NotificationMessages messages)
{
    /// <summary>Delivers a chunk of the notifications that are due.</summary>
    /// <returns>True if more may be due.</returns>
    public async Task<bool> DeliverDue(Broadcast broadcast, int limit, CancellationToken stop)
    {
        if (!broadcast.Channels.Contains(ChannelSource.InApp))
            return false;
        IReadOnlyList<Recipient> due;
        PlatformWords platform;
        string? url;
        await using (var reading = await database.Read(stop))
            (due, platform, url) = (await FindDue(broadcast.Id, limit, reading), await PlatformWords.Of(reading), await PlatformAddress.Of(reading));
        if (due.Count == 0)
            return false;
        await using var work = await database.Write(
            WriteOrigin.Intake(BroadcastSender.Kind),
            [IdGenerator.Platform, .. due.Select(recipient => recipient.TenantId).Distinct(StringComparer.Ordinal)],
            stop
        );
        var delivered = new List<RecipientRows.Row>();
        foreach (var group in (await Skip(broadcast, due, work)).GroupBy(KeyOf(broadcast), StringComparer.Ordinal))
        {
            var first = group.First();
            var (title, body) = Render(broadcast, first, platform, url, stop);
            var message = new NewMessage(
                group.Key.Length == 0 ? IdGenerator.Platform : first.TenantId,
                RecipientReader.Topic(broadcast.Kind).Key,
                broadcast.Priority,
                title,
                body,
                broadcast.Id
            )
            {
                Id = IdOf(broadcast, group.Key),
                Link = broadcast.Link,
                LinkLabel = broadcast.LinkLabel,
            };
            var id = messages.Add(message, work);
            await messages.Deliver(id, [.. group.Select(recipient => (recipient.TenantId, recipient.MemberId))], work);
            delivered.AddRange(group.Select(recipient => new RecipientRows.Row(recipient.TenantId, recipient.MemberId, ChannelSource.InApp, id, work.Now)));
        }
        await RecipientRows.Set(broadcast.Id, RecipientState.Queued, RecipientState.Sent, delivered, work);
        await work.Commit();
        return due.Count == limit;
    }

    /// <summary>Skips members who left or opted out since the broadcast was queued.</summary>
    /// <returns>The others.</returns>
    private static async Task<IReadOnlyList<Recipient>> Skip(Broadcast broadcast, IReadOnlyList<Recipient> due, UnitOfWork work)
    {
        var exclusions = await RecipientPolicy.FindExclusions(
            RecipientReader.Topic(broadcast.Kind).Key,
            MessageChannel.InApp,
            [.. due.Select(recipient => (recipient.TenantId, recipient.MemberId, default(byte[])))],
            work
        );
        var decided = due.Zip(exclusions).ToList();
        foreach (var same in decided.Where(pair => pair.Second is not null).GroupBy(pair => pair.Second, StringComparer.Ordinal)) // a few reasons
            await RecipientRows.Set(
                broadcast.Id,
                RecipientState.Queued,
                RecipientState.Skipped,
                [.. same.Select(pair => new RecipientRows.Row(pair.First.TenantId, pair.First.MemberId, ChannelSource.InApp, null, work.Now))],
                work,
                same.Key
            );
        return [.. decided.Where(pair => pair.Second is null).Select(pair => pair.First)];
    }

    /// <returns>Selects the id that the text depends on: of the member or of the tenant; empty if it is the same for all.</returns>
    private static Func<Recipient, string> KeyOf(Broadcast broadcast) =>
        ScopeOf(broadcast.Subject + broadcast.Body) switch
        {
            TextScope.Shared => _ => "",
            TextScope.Tenant => recipient => recipient.TenantId,
            _ => recipient => recipient.MemberId,
        };

    /// <returns>Who shares a text with these variables.</returns>
    internal static TextScope ScopeOf(string text) =>
        RecipientVariable().IsMatch(text) ? TextScope.Member
        : TenantVariable().IsMatch(text) ? TextScope.Tenant
        : TextScope.Shared;

    [GeneratedRegex(@"\{\{[^}]*\b(recipient|member)\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 500)]
    private static partial Regex RecipientVariable();

    [GeneratedRegex(@"\{\{[^}]*\btenant\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 500)]
    private static partial Regex TenantVariable();

    private static string IdOf(Broadcast broadcast, string key)
    {
        var own = broadcast.Id[(broadcast.Id.IndexOf('_', StringComparison.Ordinal) + 1)..];
        return key.Length == 0 ? $"msg_{own}" : $"msg_{own}_{key[(key.IndexOf('_', StringComparison.Ordinal) + 1)..]}";
    }

    /// <returns>The text for a recipient, within the limits of notifications, which values of variables could exceed.</returns>
    internal static (string Title, string Body) Render(Broadcast broadcast, Recipient to, PlatformWords platform, string? url, CancellationToken stop)
    {
        var (title, body) = EmailText.Render(
            broadcast.Subject,
            broadcast.Body,
            Json.Element(new { tenant = new { name = to.Tenant } }),
            platform,
            url,
            new EmailRecipient(to.Name, null, to.SupportNumber, broadcast.Mode),
            stop
        );
        return (Shorten(title, BroadcastContent.MaxSubject), Shorten(body, BroadcastContent.MaxBody));
    }

    private static string Shorten(string text, int most) =>
        text.Length <= most ? text : $"{text[..(char.IsHighSurrogate(text[most - 2]) ? most - 2 : most - 1)]}…";

    private static Task<IReadOnlyList<Recipient>> FindDue(string id, int limit, UnitOfWork reading) =>
        reading.List<Recipient>(
            """
            select r.tenant_id, r.member_id, m.name, m.support_number, t.name as tenant
              from broadcasts.recipients r
              join core.members m on m.tenant_id = r.tenant_id and m.member_id = r.member_id
              join core.tenants t on t.tenant_id = r.tenant_id
             where r.broadcast_id = @id and r.channel = 'in_app' and r.state = 'queued' and r.due_at <= now()
             order by r.tenant_id, r.member_id
             limit @limit
            """,
            new { id, limit }
        );

    internal sealed record Recipient(string TenantId, string MemberId, string? Name, string SupportNumber, string Tenant);
}

/// <summary>Who shares the text of a notification, from all to one.</summary>
internal enum TextScope
{
    Shared,
    Tenant,
    Member,
}
