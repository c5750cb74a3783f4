using OwnerConsole.Data;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Kernel.Settings;

/// <summary>Public URL of this console, used for links in emails.</summary>
public static class PlatformAddress
{
    public static readonly Setting Setting = new(
        "platform.url",
        SettingCategory.General,
        "Console URL",
        "Public address of this console, such as https://console.example.com. Used for links in emails and for callbacks of services. Until it is set, emails contain no links.",
        ""
    )
    {
        Synonyms = "url, domain, address",
        Min = 0,
        Max = 200,
        IsValid = text => text.Length == 0 || IsAddress(text),
        FormatHelp = Sentence.Say($"The console URL must start with https:// or http:// and have no path."),
    };

    /// <returns>The URL without a trailing slash; null when it is not set.</returns>
    public static async Task<string?> Of(UnitOfWork work) => await Setting.Get(work) is { Length: > 0 } url ? url.TrimEnd('/') : null;

    private static bool IsAddress(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
        && uri is { UserInfo.Length: 0, PathAndQuery: "/", Fragment.Length: 0 };
}
