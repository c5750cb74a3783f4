using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Messaging.Broadcasts;

/// <summary>Records when an email of a broadcast is opened and its links are followed. The address of a link names the email and the link, so that it leads only to links that a broadcast contains.</summary>
public sealed partial class BroadcastTracking(Database database)
{
    private const string Switch = "on_off",
        On = "on",
        Off = "off";

    public static readonly Setting Setting = new(
        "broadcasts.track_emails",
        SettingCategory.Features,
        "Opens and clicks",
        "Whether emails of broadcasts record when they are opened and their links are followed. They contain an image and links to this console for that.",
        On
    )
    {
        Kind = FieldKind.Choice,
        Source = Switch,
        IsValid = text => text is On or Off,
        FormatHelp = Sentence.Say($"Opens and clicks must be on or off."),
        Synonyms = "tracking, open rate, click rate",
    };

    private const string OpenAddress = "/o/{email}.gif",
        LinkAddress = "/l/{email}/{key}";

    /// <summary>A transparent image of one pixel.</summary>
    private static readonly byte[] s_pixel = Convert.FromBase64String("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");

    public static async Task<bool> IsOn(UnitOfWork work) => await Setting.Get(work) == On;

    public static void Map(IEndpointRouteBuilder routes)
    {
        const string Why = "recipients of emails open it without an account; it reveals nothing and only records the time";
        routes.MapGet(OpenAddress, (HttpContext context, string email, BroadcastTracking self) => self.Open(context, email)).AllowAnyone(Why);
        routes
            .MapGet(LinkAddress, (HttpContext context, string email, string key, BroadcastTracking self) => self.Follow(context, email, key))
            .AllowAnyone(Why);
    }

    /// <summary>Replaces the addresses of links in the HTML, and adds an image. The text part stays as it is.</summary>
    /// <param name="console">URL of this console without a trailing slash.</param>
    internal static EmailContent Add(EmailContent content, string console, string emailId) =>
        content with
        {
            Html =
                Links().Replace(content.Html, link => $"href=\"{console}/l/{emailId}/{KeyOf(WebUtility.HtmlDecode(link.Groups["url"].Value))}\"")
                + $"<img src=\"{console}/o/{emailId}.gif\" width=\"1\" height=\"1\" alt=\"\">",
        };

    private async Task<IResult> Open(HttpContext context, string email)
    {
        await Record(email, isClick: false, context.RequestAborted);
        context.Response.Headers.CacheControl = "no-store";
        return Results.Bytes(s_pixel, "image/gif");
    }

    /// <exception cref="Problem">404: no broadcast with this email contains the link.</exception>
    private async Task<IResult> Follow(HttpContext context, string email, string key)
    {
        IReadOnlyList<Text> texts;
        await using (var reading = await database.Read(context.RequestAborted))
            texts = await reading.List<Text>(
                """
                select b.subject, b.body, b.link, b.link_label
                  from broadcasts.broadcasts b
                 where b.tenant_id = 'tnt_platform' and b.broadcast_id = (select r.broadcast_id from broadcasts.recipients r where r.reference = @email limit 1)
                 order by b.version desc
                """,
                new { email }
            );
        var target = texts
            .SelectMany(text => Links().Matches(BroadcastContent.Of(text.Subject, text.Body, text.Link, text.LinkLabel).Html))
            .Select(link => WebUtility.HtmlDecode(link.Groups["url"].Value))
            .FirstOrDefault(url => KeyOf(url) == key);
        if (target is null)
            throw Problem.NotFound("link", key);
        await Record(email, isClick: true, context.RequestAborted);
        context.Response.Headers.CacheControl = "no-store";
        return Results.Redirect(target);
    }

    /// <summary>Records the first time only. Who follows a link has opened the email, even if its images were not loaded.</summary>
    private async Task Record(string email, bool isClick, CancellationToken stop)
    {
        RecipientRow? recipient;
        await using (var reading = await database.Read(stop))
            recipient = await reading.One<RecipientRow>(
                "select tenant_id, broadcast_id, opened_at, clicked_at from broadcasts.recipients where reference = @email and channel <> 'in_app'",
                new { email }
            );
        if (recipient is null || (isClick ? recipient.ClickedAt : recipient.OpenedAt) is not null)
            return;
        await using var work = await database.Write(WriteOrigin.Intake("broadcast.reaction"), [recipient.TenantId], stop);
        await work.Execute(
            """
            update broadcasts.recipients
               set opened_at = coalesce(opened_at, clock_timestamp()), clicked_at = case when @isClick then coalesce(clicked_at, clock_timestamp()) else clicked_at end
             where tenant_id = @TenantId and broadcast_id = @BroadcastId and reference = @email
            """,
            new
            {
                isClick,
                recipient.TenantId,
                recipient.BroadcastId,
                email,
            }
        );
        await work.Commit();
    }

    private static string KeyOf(string url) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(url)).AsSpan(0, 9));

    [GeneratedRegex("href=\"(?<url>https?://[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 500)]
    private static partial Regex Links();

    private sealed record Text(string Subject, string Body, string? Link, string? LinkLabel);

    private sealed record RecipientRow(string TenantId, string BroadcastId, DateTimeOffset? OpenedAt, DateTimeOffset? ClickedAt);
}
