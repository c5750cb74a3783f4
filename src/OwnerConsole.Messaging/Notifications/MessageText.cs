using OwnerConsole.Data;
using OwnerConsole.Pure.Addresses;

namespace OwnerConsole.Messaging.Notifications;

/// <summary>Limits of the text of a message.</summary>
public static class MessageText
{
    public const int MaxTitleLength = 200,
        MaxBodyLength = 10_000,
        MaxLinkLength = 2_000,
        MaxLabelLength = 60;

    /// <exception cref="Problem">400: a part of the message is too long, or contains something that members must not receive.</exception>
    public static void Validate(string title, string body, string? link = null, string? linkLabel = null)
    {
        if (FindError(title, body, link, linkLabel) is var (field, error))
            throw Problem.Invalid(field, error);
    }

    /// <returns>The first error with the field it is about; null if the text is valid.</returns>
    internal static (string Field, string Error)? FindError(string title, string body, string? link, string? linkLabel) =>
        !IsLine(title, MaxTitleLength) ? ("title", $"must be one line of 1 to {MaxTitleLength} characters.")
        : body.Length > MaxBodyLength ? ("body", $"must have at most {MaxBodyLength} characters.")
        : body.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t')) ? ("body", "contains characters that can't be displayed.")
        : !NotificationHtml.CanRender(body) ? ("body", "has too many formatted parts. Use fewer or less nested ones.")
        : link is not null && !IsLink(link) ? ("link", $"must be an https address or a path that starts with /, with at most {MaxLinkLength} characters.")
        : linkLabel is not null && !IsLine(linkLabel, MaxLabelLength) ? ("link_label", $"must be one line of 1 to {MaxLabelLength} characters.")
        : null;

    /// <summary>Whether an address is https without a password, or a path of the application. A path can't start with two slashes, which name another host.</summary>
    internal static bool IsLink(string link) =>
        link.Length is > 0 and <= MaxLinkLength
        && !link.Any(letter => char.IsControl(letter) || char.IsWhiteSpace(letter) || letter is '\\')
        && (link[0] is '/' ? !link.StartsWith("//", StringComparison.Ordinal) : HttpsAddress.IsValid(link));

    private static bool IsLine(string text, int most) => !string.IsNullOrWhiteSpace(text) && text.Length <= most && !text.Any(char.IsControl);
}
