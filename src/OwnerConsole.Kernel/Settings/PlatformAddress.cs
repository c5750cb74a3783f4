using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Kernel.Settings;

/// <summary>Where this console is reached, as whoever reads a letter has to be told.</summary>
public static class PlatformAddress
{
    public static readonly Setting Setting = new(
        "platform.url",
        SettingCategory.General,
        "Address of this console",
        "Where links in mail lead. While nothing is said, it has none.",
        ""
    )
    {
        Least = 0,
        Most = 200,
        Fits = text => text.Length == 0 || IsAddress(text),
        Form = Sentence.Say($"It begins with https or http and has no path."),
    };

    /// <returns>without a slash at its end; null when nobody has said it</returns>
    public static async Task<string?> Of(Work work) => await Setting.Of(work) is { Length: > 0 } url ? url.TrimEnd('/') : null;

    private static bool IsAddress(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
        && uri is { UserInfo.Length: 0, PathAndQuery: "/", Fragment.Length: 0 };
}
