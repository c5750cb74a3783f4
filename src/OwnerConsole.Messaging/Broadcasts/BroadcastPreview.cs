using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Messaging.Channels.Public;
using OwnerConsole.Messaging.Emails.Public;

namespace OwnerConsole.Messaging.Broadcasts;

/// <summary>What a member would receive of a broadcast.</summary>
/// <param name="MemberId">Member whose values are inserted; null for example values.</param>
/// <param name="Email">The email.</param>
/// <param name="Notification">The in-app notification.</param>
/// <param name="Push">The notification of the browser; null unless it is sent by web push.</param>
public sealed record BroadcastPreview(string? MemberId, EmailPreview Email, NotificationPreview Notification, PushPreview? Push)
{
    private const int Samples = 5;

    /// <summary>Stands for the ID of a message, whose length counts for what fits into web push.</summary>
    private const string SampleId = "chm_00000000000000000000000000";

    /// <param name="memberId">Null for example values.</param>
    /// <exception cref="Problem">404: no such member in the mode of the broadcast.</exception>
    public static async Task<BroadcastPreview> Of(Broadcast broadcast, string? memberId, UnitOfWork work)
    {
        var to = memberId is null ? SampleRecipient.Example : await FindSample(broadcast.Mode, memberId, work) ?? throw Problem.NotFound("member", memberId);
        var (platform, url) = (await PlatformWords.Of(work), await PlatformAddress.Of(work));
        var (subject, html, text) = await EmailText.RenderEmail(
            BroadcastContent.Template,
            BroadcastContent.Of(broadcast),
            Facts(to),
            platform,
            url,
            to.AsRecipient(broadcast.Mode),
            work
        );
        var (title, body) = InAppDelivery.Render(broadcast, new(to.TenantId, to.MemberId, to.Name, to.SupportNumber, to.Tenant), platform, url, work.Stop);
        var push = (await BroadcastChannel.Of(broadcast, work)).Any(channel => channel.IsByPush)
            ? PushNotification.Of(new(title, MarkdownEmail.PlainText(body), broadcast.Link), SampleId)
            : null;
        return new(
            memberId,
            new(subject, html, text),
            new(title, body, broadcast.Link, broadcast.LinkLabel),
            push is null ? null : new(push.Title, push.Text, push.Link)
        );
    }

    /// <summary>Finds the first members of the audience, to choose whose values are inserted. Once a broadcast is sent, they are stored with it.</summary>
    /// <param name="targets">Ids of the tenants that the audience of a draft selects; null for all.</param>
    internal static async Task<IReadOnlyList<SampleRecipient>> FindSamples(Broadcast broadcast, IReadOnlyList<string>? targets, UnitOfWork work) =>
        await SampleRecipient.Find(
            broadcast.Mode,
            broadcast.IsOpen
                ?
                [
                    .. (await RecipientReader.Read(broadcast.Audience, targets, broadcast.Mode, ("", ""), Samples, work)).Select(candidate =>
                        candidate.MemberId
                    ),
                ]
                : [.. await RecipientRows.FindFirst(broadcast.Id, Samples, work)],
            work
        );

    /// <returns>Null if the member doesn't exist in this mode.</returns>
    internal static async Task<SampleRecipient?> FindSample(Mode mode, string memberId, UnitOfWork work) =>
        (await SampleRecipient.Find(mode, [memberId], work)).SingleOrDefault();

    /// <summary>Values of the variables that don't belong to the recipient.</summary>
    internal static JsonElement Facts(SampleRecipient sample) => Json.Element(new { tenant = new { name = sample.Tenant } });
}

/// <param name="Subject">Subject line.</param>
/// <param name="Html">HTML part with the layout of emails.</param>
/// <param name="Text">Text part.</param>
public sealed record EmailPreview(string Subject, string Html, string Text);

/// <param name="Title">One line.</param>
/// <param name="Body">Markdown.</param>
/// <param name="Link">Page that it links to; null for none.</param>
/// <param name="LinkLabel">Text of the link; null for its address.</param>
public sealed record NotificationPreview(string Title, string Body, string? Link, string? LinkLabel);

/// <param name="Title">One line.</param>
/// <param name="Text">Plain text, cut to what web push can carry.</param>
/// <param name="Link">Page that it opens; null for none.</param>
public sealed record PushPreview(string Title, string Text, string? Link);
