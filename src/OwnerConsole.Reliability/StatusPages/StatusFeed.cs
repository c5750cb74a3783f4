using System.Xml.Linq;
using OwnerConsole.Pure.StatusPages;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>The updates of notices as an Atom feed and as an RSS feed.</summary>
/// <remarks>Source: RFC 4287; RSS 2.0.</remarks>
internal static class StatusFeed
{
    public const string ContentType = "application/atom+xml; charset=utf-8",
        RssContentType = "application/rss+xml; charset=utf-8";

    private const int MaxEntries = 50;

    private static readonly XNamespace s_atom = "http://www.w3.org/2005/Atom";

    public static string Write(StatusSnapshot snapshot, DateTimeOffset now)
    {
        var page = $"{snapshot.Origin}{StatusRoutes.Address}";
        var feed = new XElement(
            s_atom + "feed",
            new XElement(s_atom + "id", "urn:owner-console:status"),
            new XElement(s_atom + "title", Clean(snapshot.Page.Name)),
            new XElement(s_atom + "updated", Text(snapshot.UpdatedAt(now))),
            new XElement(s_atom + "author", new XElement(s_atom + "name", Clean(snapshot.Page.Name))),
            new XElement(s_atom + "link", new XAttribute("rel", "alternate"), new XAttribute("href", page)),
            new XElement(s_atom + "link", new XAttribute("rel", "self"), new XAttribute("href", $"{snapshot.Origin}{StatusRoutes.FeedAddress}")),
            List(snapshot).Select(entry => Entry(entry.Notice, entry.Update, page))
        );
        return Document(feed);
    }

    public static string WriteRss(StatusSnapshot snapshot, DateTimeOffset now)
    {
        var page = $"{snapshot.Origin}{StatusRoutes.Address}";
        return Document(
            new(
                "rss",
                new XAttribute("version", "2.0"),
                new XElement(
                    "channel",
                    new XElement("title", Clean(snapshot.Page.Name)),
                    new XElement("link", page),
                    new XElement("description", "Incidents and maintenance"),
                    new XElement("lastBuildDate", RssTime(snapshot.UpdatedAt(now))),
                    List(snapshot).Select(entry => Item(entry.Notice, entry.Update, page))
                )
            )
        );
    }

    private static IEnumerable<(SnapshotNotice Notice, NoticeUpdate Update)> List(StatusSnapshot snapshot) =>
        snapshot
            .Notices.SelectMany(notice => notice.Updates.Select(update => (Notice: notice, Update: update)))
            .OrderByDescending(entry => entry.Update.PostedAt)
            .Take(MaxEntries);

    private static string Document(XElement root) => $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{root}\n";

    private static XElement Item(SnapshotNotice notice, NoticeUpdate update, string page) =>
        new(
            "item",
            new XElement("title", Clean($"{notice.Title}: {StatusWords.Of(update.Status)}")),
            new XElement("link", $"{page}#{notice.Id}"),
            new XElement("guid", new XAttribute("isPermaLink", "false"), $"urn:owner-console:status:{update.Id}"),
            new XElement("pubDate", RssTime(update.PostedAt)),
            new XElement("description", Clean(Content(notice, update)))
        );

    private static string RssTime(DateTimeOffset at) => at.ToUniversalTime().ToString("r", System.Globalization.CultureInfo.InvariantCulture);

    private static XElement Entry(SnapshotNotice notice, NoticeUpdate update, string page) =>
        new(
            s_atom + "entry",
            new XElement(s_atom + "id", $"urn:owner-console:status:{update.Id}"),
            new XElement(s_atom + "title", Clean($"{notice.Title}: {StatusWords.Of(update.Status)}")),
            new XElement(s_atom + "updated", Text(update.PostedAt)),
            new XElement(s_atom + "published", Text(update.PostedAt)),
            new XElement(s_atom + "link", new XAttribute("rel", "alternate"), new XAttribute("href", $"{page}#{notice.Id}")),
            new XElement(s_atom + "content", new XAttribute("type", "text"), Clean(Content(notice, update)))
        );

    private static string Content(SnapshotNotice notice, NoticeUpdate update) =>
        StatusWords.Period(notice.StartsAt, notice.EndsAt) is { } period ? $"Maintenance from {period}\n\n{update.Body}" : update.Body;

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>XML can't contain some characters, such as unpaired surrogates.</summary>
    private static string Clean(string text) =>
        string.Concat(
            text.EnumerateRunes().Where(rune => rune.Value is 0x9 or 0xA or 0xD or (>= 0x20 and not (0xFFFE or 0xFFFF))).Select(rune => rune.ToString())
        );
}
